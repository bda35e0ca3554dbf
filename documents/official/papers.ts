import { quoted } from '../../domain/basics/text.ts'
import { type IsoDate, year } from '../../domain/calendar/date.ts'
import { dateOf } from '../../domain/calendar/time.ts'
import type { SlipLevel } from '../../domain/policy/levels.ts'
import type { Bulletin } from '../../domain/reckoning/bulletin.ts'
import { slipName } from '../../domain/supervision/names.ts'
import { type Block, blocksOf, dateInWords, type Paper } from './paper.ts'

/** Whose paper it is: what the office prints in red, and the number it gives; absent: as far as the plan knows. */
export interface Letterhead {
  readonly head?: string
  readonly serial?: string
}

const rehearsalNote = (rehearsal: boolean): readonly string[] =>
  rehearsal ? ['演练：本件由方案时钟推演产生，不是正式文件。'] : []

/** 经办: who did what, by name. */
export interface HandledBy {
  readonly on: IsoDate
  readonly no: string
  readonly obligation: string | null
  readonly who: string
  readonly what: string
}

/** Behind the text, which is printed as issued: the office's own copy tells who was behind it. */
const handledBlocks = (handlers: readonly HandledBy[]): readonly Block[] =>
  handlers.length === 0
    ? []
    : [
        { kind: 'heading', level: 1, text: '附：经办人（本单位存档，不随通报印发）' },
        {
          kind: 'table',
          head: ['日期', '应办事项', '经办人', '办理'],
          rows: handlers.map(({ on, no, obligation, who, what }) => [on, obligation ?? no, who, what]),
        },
      ]

/** 通报, word for word what was issued (or drafted): `text` is the bulletin's own. */
export function bulletinPaper(
  { bulletin, text, sha256 }: { readonly bulletin: Bulletin; readonly text: string; readonly sha256: string },
  office: string,
  rehearsal: boolean,
  { head, serial }: Letterhead = {},
  handlers: readonly HandledBy[] = [],
): Paper {
  const { title, blocks } = blocksOf(text)
  const { number, asOf } = bulletin
  const known = number === null ? null : `〔${year(dateOf(asOf))}〕${number}号`
  return {
    head: head ?? `${office}文件`,
    serial: serial ?? known,
    title,
    to: null,
    blocks: [...blocks, ...handledBlocks(handlers)],
    signed: number === null ? null : { by: office, on: dateOf(asOf) },
    notes: [`本件由台账推出，原文 SHA-256：${sha256}`, ...rehearsalNote(rehearsal)],
  }
}

export interface SlipToPrint {
  readonly serial: string
  readonly level: SlipLevel
  readonly units: readonly string[]
  readonly task: string
  readonly measure: string
  readonly deadline: string
  readonly obligation: string
  readonly dueOn: IsoDate
  readonly raisedOn: IsoDate
  readonly withdrawnOn: IsoDate | null
  readonly plan: string
}

const WORDS: Readonly<Record<SlipLevel, string>> = {
  blue: '请即核查原因，抓紧办理，并将办理情况和佐证材料报送。',
  orange: '经蓝色督办仍未办结，请主要承办人说明原因，提出完成时间，抓紧办理并报送佐证材料。',
  red: '经多次督办仍未办结，请单位负责人亲自过问，书面说明原因，限期办结并报送佐证材料。',
}

/** 督办单 as it goes to a unit. */
export function slipPaper(
  slip: SlipToPrint,
  office: string,
  rehearsal: boolean,
  { head, serial }: Letterhead = {},
): Paper {
  const blocks: readonly Block[] = [
    {
      kind: 'para',
      text: `${quoted(slip.plan)}确定由你单位办理的下列事项，到期日为${dateInWords(slip.dueOn)}，至${dateInWords(slip.raisedOn)}未报送办结的佐证材料。现予督办，${WORDS[slip.level]}`,
    },
    {
      kind: 'table',
      head: ['事项', '内容'],
      rows: [
        ['应办事项', slip.obligation],
        ['工作任务', slip.task],
        ['具体措施', slip.measure],
        ['时限原文', slip.deadline || '（未写）'],
        ['到期日', slip.dueOn],
        ['督办单', `${slipName(slip.level)}（${slip.serial}）`],
        ...(slip.withdrawnOn === null ? [] : [['撤回', `${slip.withdrawnOn} 同意延期，本单撤回`]]),
      ],
    },
  ]
  return {
    head: head ?? `${office}文件`,
    serial: serial ?? `第${slip.serial}号`,
    title: slipName(slip.level),
    to: `${slip.units.join('、')}：`,
    blocks,
    signed: { by: office, on: slip.raisedOn },
    notes: rehearsalNote(rehearsal),
  }
}
