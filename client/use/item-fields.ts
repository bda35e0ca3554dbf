import { cleanUnit } from '../../domain/basics/unit-name.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import {
  choice,
  date,
  type Fields,
  help,
  id,
  LONGEST_REFERENCE,
  list,
  nullable,
  object,
  optional,
  text,
  words,
} from '../../domain/fields/field.ts'
import { type ItemOrigin, ORIGINS } from '../../domain/plan/plan.ts'
import type { ItemAsked } from './add-item.ts'

const unit = words('单位', LONGEST_REFERENCE)

/** What is said of one item at 立项: its form, its options and its body in the interface follow from it. */
export const ITEM_FIELDS = {
  text: help('要办什么，一次一项', words('事项')),
  lead: help('第一个总牵头', list('牵头单位', unit, 20)),
  supporting: optional(list('配合单位', unit, 60)),
  deadline: help(
    '照原话写，如 2026年12月20日前、每季度末、省里批复后20日内',
    optional(text('办理时限', 300)),
  ),
  source: choice('来源', ORIGINS),
  reference: help('批示、会议纪要或来信的文号、名称', nullable(text('来源文号', LONGEST_REFERENCE))),
  sourceOn: help('批示、开会或来信的日期；时限里的“印发之日”按它算', nullable(date('来源日期'))),
} satisfies Fields

export const ANSWERS = optional(
  list(
    '答复',
    object('答复', { id: id('问题', 40), choice: words('选项', 300), value: nullable(text('值', 2_000)) }),
    50,
  ),
)

type Said = Readonly<Record<string, unknown>>

const units = (said: unknown): readonly string[] =>
  ((said as readonly string[] | undefined) ?? []).map(cleanUnit).filter((name) => name !== '')

/** What was said, read by those fields, as it is asked for. */
export const itemAsked = (
  said: Said,
  besides: { readonly planId: string | null; readonly by: string; readonly answers?: ItemAsked['answers'] },
): ItemAsked => ({
  planId: besides.planId,
  by: besides.by,
  answers: besides.answers ?? [],
  item: {
    text: (said.text as string).trim(),
    leads: units(said.lead),
    supporting: units(said.supporting),
    deadline: ((said.deadline as string | null | undefined) ?? '').trim(),
  },
  origin: {
    kind: said.source as ItemOrigin['kind'],
    reference: (said.reference as string | null | undefined)?.trim() || null,
    on: (said.sourceOn as IsoDate | null | undefined) ?? null,
  },
})
