import type { PlanFact } from '../domain/events/facts.ts'
import { filesOf } from '../domain/supervision/obligation.ts'
import { lookAtBlob } from './blobs.ts'
import type { Difference } from './check.ts'
import type { Db } from './open.ts'
import { factsOf, obligations, planStates } from './read.ts'

/** A file that the ledger names: an evidence file, or (by no name of its own) a plan's document. */
interface Named {
  readonly bytes: number | undefined
  readonly name: string | null
  readonly of: string
}

/** Every blob that evidence and plans name, by its hash. */
export async function namedBlobs(db: Db): Promise<ReadonlyMap<string, Named>> {
  const named = new Map<string, Named>()
  for (const { planId } of await planStates(db)) {
    for (const one of await obligations(db, planId))
      for (const { sha256, bytes, name } of filesOf(one))
        named.set(sha256, { bytes, name, of: `${planId} ${one.id}` })
    for (const fact of (await factsOf(db, planId)) as unknown as readonly PlanFact[])
      if ((fact.kind === 'imported' || fact.kind === 'amended') && !named.has(fact.document))
        named.set(fact.document, { bytes: undefined, name: null, of: planId })
  }
  return named
}

const quoted = (name: string): string => `'${name.replaceAll("'", `'\\''`)}'`

/** Files that evidence and plans name and that are not there, or are not what they were. */
export async function checkBlobs(db: Db, folder: string): Promise<readonly Difference[]> {
  const differences: Difference[] = []
  for (const [sha256, { bytes, name, of }] of await namedBlobs(db)) {
    const state = lookAtBlob(folder, sha256, bytes)
    if (state === 'whole') continue
    const what = name === null ? `方案 ${of} 的文件` : `${of} 的佐证文件 ${name}`
    differences.push({
      where: sha256,
      message: `${what}${state === 'missing' ? '不在 blobs/ 里' : '内容或大小变了'}`,
      remedy:
        name === null
          ? 'npx duban records reconcile'
          : `npx duban records put-file ${quoted(name)}（原文件，或备份里的 blobs/${sha256.slice(0, 2)}/${sha256}）`,
    })
  }
  return differences
}
