import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tableFile } from '../../documents/files/table-file.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { dateOf } from '../../domain/calendar/time.ts'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import { idLabel } from '../../domain/plan/numbers.ts'
import type { BlobStore } from '../../records/blobs.ts'
import type { Db } from '../../records/open.ts'
import { measureStates, planState } from '../../records/read.ts'
import { refused } from '../refusal.ts'

/** One material as it was handed in: a link, or a file that was written out. */
export interface ExportedEvidence {
  readonly obligation: string
  readonly unit: string
  readonly by: string
  readonly submittedOn: IsoDate
  readonly doneOn: IsoDate
  readonly url: string | null
  readonly name: string | null
  readonly sha256: string | null
  /** Where it lies now; null for a link, and for a file that the store has no more. */
  readonly path: string | null
  readonly note: string | null
}

export interface EvidenceAsked {
  /** Absent: every measure. The number under which it runs. */
  readonly no?: string
  readonly obligation?: string
  /** Only what was handed in last. */
  readonly latest?: boolean
}

/** A name that every system takes and that leads out of no folder. */
const safe = (name: string): string =>
  name
    .replace(/[/\\:*?"<>|\p{Cc}]/gu, '_')
    .replace(/^\.+/, '_')
    .slice(0, 120) || '_'

function freePath(folder: string, name: string, taken: Set<string>): string {
  const dot = name.lastIndexOf('.')
  const [stem, ext] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
  let free = name
  for (let n = 2; taken.has(free.toLowerCase()); n += 1) free = `${stem}-${n}${ext}`
  taken.add(free.toLowerCase())
  return join(folder, free)
}

const wanted = (o: Obligation, { obligation, latest }: EvidenceAsked) => {
  if (obligation !== undefined && o.id !== obligation) return []
  return latest ? o.evidence.slice(-1) : o.evidence
}

/**
 * Writes evidence files into an empty folder under readable names (应办事项_文件名), with a list of them, links included.
 * @throws RefusedError FOLDER_NOT_EMPTY, FILE_NOT_FOLDER, EVIDENCE_NOT_FOUND
 */
export async function exportEvidence(
  db: Db,
  blobs: BlobStore,
  planId: string,
  folder: string,
  asked: EvidenceAsked = {},
): Promise<readonly ExportedEvidence[]> {
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory())
      throw refused('FILE_NOT_FOLDER', `${folder} 是文件，不是文件夹`, '写一个空文件夹')
    if (readdirSync(folder).length > 0)
      throw refused('FOLDER_NOT_EMPTY', `${folder} 里已经有文件`, '写一个空的或还没有的文件夹')
  }
  const plan = (await planState(db, planId)) ?? {}
  const states = await measureStates(db, planId)
  const found = states
    .filter(({ setup }) => asked.no === undefined || setup.no === asked.no)
    .flatMap(({ setup, obligations }) =>
      obligations.flatMap((o) => wanted(o, asked).map((evidence) => ({ unit: setup.leadUnit, o, evidence }))),
    )
  if (found.length === 0)
    throw refused(
      'EVIDENCE_NOT_FOUND',
      `${asked.obligation ?? asked.no ?? planId} 还没有报过材料`,
      `用 duban measure list ${planId} --state 待审核 查看`,
    )
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const taken = new Set<string>()
  const list = found.flatMap(({ unit, o, evidence }): readonly ExportedEvidence[] => {
    const about = {
      obligation: o.id,
      unit,
      by: evidence.by.unit,
      submittedOn: dateOf(evidence.submittedAt),
      doneOn: evidence.doneOn,
      note: evidence.note,
    }
    const links = evidence.urls.map((url) => ({ ...about, url, name: null, sha256: null, path: null }))
    const files = evidence.files.map(({ name, sha256 }) => {
      const bytes = blobs.get(sha256)
      const path = bytes === null ? null : freePath(folder, safe(`${o.id}_${name}`), taken)
      if (bytes !== null && path !== null) writeFileSync(path, bytes, { mode: 0o600 })
      return { ...about, url: null, name, sha256, path }
    })
    const said = { ...about, url: null, name: null, sha256: null, path: null }
    return links.length + files.length > 0 ? [...links, ...files] : [said]
  })
  const rows = list.map((one) => [
    idLabel(plan, one.obligation),
    one.unit,
    one.by,
    one.submittedOn,
    one.doneOn,
    one.url ?? one.name ?? '',
    one.sha256 ?? '',
    one.note ?? '',
  ])
  writeFileSync(
    freePath(folder, '清单.tsv', taken),
    tableFile(
      '清单.tsv',
      ['应办事项', '牵头单位', '提交单位', '提交', '完成', '链接或文件', 'SHA-256', '说明'],
      rows,
    ),
  )
  return list
}
