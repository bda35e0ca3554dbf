import { audit } from '../../../accounts/audit.ts'
import { ledgerInThread } from '../../../client/own-thread.ts'
import { refused } from '../../../client/refusal.ts'
import { draftBulletin, remakeBulletin } from '../../../client/use/bulletin.ts'
import { ledgerOf, TABLE_FORMATS, type TableFormat, tableFile } from '../../../client/use/ledger-document.ts'
import { bulletinDocument, cardDocument, slipDocument, slipSheet } from '../../../client/use/papers.ts'
import { handlersOf } from '../../../client/views/handlers.ts'
import { isOneOf } from '../../../domain/basics/unit-name.ts'
import { flag, optional } from '../../../domain/fields/field.ts'
import { recordsOf } from '../../../records/places.ts'
import { measureNumbers } from '../../../records/read.ts'
import { type SlipLine, slips } from '../../../records/slips.ts'
import { measureFor } from '../../acting.ts'
import { disposition } from '../files.ts'
import { measureQuery } from '../query.ts'
import { type AskedOfPlan, planRoute, type Route } from '../route.ts'
import { asOfIn, fromIn, PERIOD } from './bulletins.ts'
import { LIST, queryIn } from './reads.ts'

const MEDIA = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const

/** A file as a download, written down in the audit log. */
async function given(
  { c, deps, principal, ip, plan }: AskedOfPlan,
  name: string,
  kind: keyof typeof MEDIA,
  bytes: Uint8Array,
) {
  await audit(deps.db, {
    ...{ userId: principal.userId, via: principal.via === 'token' ? 'token' : 'session', ip },
    ...{ what: 'download', target: `${plan.planId} ${name}.${kind}`, outcome: 'ok' },
  })
  return c.body(Uint8Array.from(bytes), 200, {
    'Content-Type': MEDIA[kind],
    'Content-Disposition': disposition(`${name}.${kind}`),
    'Content-Security-Policy': "default-src 'none'; sandbox",
  })
}

/** Measures that a page's own thread lays out without keeping others waiting; more are made in a thread of their own. */
const AT_HAND = 200

/** 台账 as the list shows it. */
async function ledgerFile(asked: AskedOfPlan, format: TableFormat) {
  const { c, deps, plan, mine } = asked
  const said = { mine, query: measureQuery(queryIn(c)), format, bom: asked.query.bom !== false }
  const file =
    (await measureNumbers(deps.db, plan.planId)).length <= AT_HAND
      ? await ledgerOf(deps.db, plan, said)
      : await ledgerInThread({ ...said, records: recordsOf(deps.duban.dataDir), planId: plan.planId })
  return given(asked, `${plan.title}台账`, format, file)
}

const seenBy =
  ({ mine }: AskedOfPlan) =>
  ({ units }: SlipLine): boolean =>
    mine === null || units.some((unit) => isOneOf(unit, mine))

async function slipFile(asked: AskedOfPlan) {
  const { deps, plan, params } = asked
  const serial = params.serial ?? ''
  const found = (await slips(deps.db, plan.planId)).find((one) => one.serial === serial)
  if (found === undefined || !seenBy(asked)(found))
    throw refused('SLIP_NOT_FOUND', `没有督办单 ${serial}`, '在督办单登记簿里查看编号')
  return given(
    asked,
    `督办单${serial}`,
    'docx',
    await slipDocument(deps.db, deps.duban.dataDir, plan, serial),
  )
}

async function cardFile(asked: AskedOfPlan) {
  const { deps, principal, plan, params } = asked
  const { shown } = await measureFor(deps, principal, plan.planId, params.no ?? '')
  return given(asked, `事项卡${shown}`, 'docx', await cardDocument(deps.db, plan, shown))
}

async function bulletinFile(asked: AskedOfPlan) {
  const { deps, plan, params, query, mine } = asked
  const issued = plan.bulletins?.find(({ number }) => `${number}` === params.number)
  if (issued === undefined)
    throw refused('BULLETIN_NOT_FOUND', `没有第 ${params.number} 期通报`, '在通报清单里查看')
  const made = await remakeBulletin(deps.db, deps.duban.blobs, plan.planId, issued)
  const handlers =
    query.handlers === true ? await handlersOf(deps.db, deps.duban.blobs, plan, issued, mine) : []
  return given(
    asked,
    `通报第${issued.number}期`,
    'docx',
    await bulletinDocument(deps.duban.dataDir, plan, made, {}, handlers),
  )
}

const get = { method: 'get', needs: 'reader', scope: 'read' } as const
const { cursor: _, limit: __, ...FILTERS } = LIST
const BOM = { bom: optional(flag('csv 带不带 BOM；0：不带，给程序读')) }

/** What is written on paper and in tables, as downloads: the same files as the command line's --out. */
export const EXPORTS: readonly Route[] = [
  ...TABLE_FORMATS.flatMap((format): readonly Route[] => [
    planRoute({
      ...{ ...get, path: `/plans/{plan}/exports/ledger.${format}`, says: `台账，筛选以后的，${format}` },
      query: { ...FILTERS, ...BOM },
      answer: { media: MEDIA[format] },
      does: (asked) => ledgerFile(asked, format),
    }),
    planRoute({
      ...{ ...get, path: `/plans/{plan}/exports/slips.${format}`, says: `督办单登记簿，${format}` },
      query: BOM,
      answer: { media: MEDIA[format] },
      does: async (asked) => {
        const { deps, plan } = asked
        const sheet = await slipSheet(deps.db, plan, seenBy(asked))
        return given(
          asked,
          '督办单登记簿',
          format,
          await tableFile([sheet], { format, bom: asked.query.bom !== false }),
        )
      },
    }),
  ]),
  planRoute({
    ...{ ...get, path: '/plans/{plan}/slips/{serial}/docx', says: '一张督办单，公文' },
    answer: { media: MEDIA.docx },
    does: slipFile,
  }),
  planRoute({
    ...{ ...get, path: '/plans/{plan}/measures/{no}/card', says: '事项卡，docx' },
    answer: { media: MEDIA.docx },
    does: cardFile,
  }),
  planRoute({
    ...{ ...get, path: '/plans/{plan}/bulletins/{number}/docx', says: '一期通报，公文' },
    query: { handlers: optional(flag('附经办人，单位存档用')) },
    answer: { media: MEDIA.docx },
    does: bulletinFile,
  }),
  planRoute({
    ...{ ...get, needs: 'all', path: '/plans/{plan}/exports/bulletin-draft.docx', says: '通报稿，公文' },
    query: PERIOD,
    answer: { media: MEDIA.docx },
    does: async (asked) => {
      const made = await draftBulletin(asked.deps.db, asked.plan.planId, asOfIn(asked), fromIn(asked))
      return given(
        asked,
        '通报稿',
        'docx',
        await bulletinDocument(asked.deps.duban.dataDir, asked.plan, made),
      )
    },
  }),
]
