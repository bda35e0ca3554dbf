import { orThrow } from '../../../client/refusal.ts'
import {
  asItIs,
  type CalendarChange,
  closing,
  installing,
  removing,
  reopening,
} from '../../../client/use/calendars.ts'
import { readClosures } from '../../../documents/calendars/closures.ts'
import { checkTableText } from '../../../documents/calendars/install.ts'
import { decodeText } from '../../../documents/readers/decode.ts'
import type { Actor } from '../../../domain/basics/actor.ts'
import type { IsoDate } from '../../../domain/calendar/date.ts'
import { weekdayName } from '../../../domain/calendar/explain.ts'
import { dayStatus } from '../../../domain/calendar/workdays.ts'
import {
  date,
  flag,
  LONGEST_REFERENCE,
  LONGEST_TITLE,
  optional,
  sha256,
  whole,
  words,
} from '../../../domain/fields/field.ts'
import { parseFields } from '../../../domain/fields/parse.ts'
import { asOffice, changedCalendar, folderOf } from '../../calendar-change.ts'
import { calendarOf } from '../../uploaded.ts'
import * as answers from '../answers.ts'
import { type Asked, type Route, route } from '../route.ts'
import { fileText } from './uploaded-plan.ts'

const FILE = { sha256: sha256('文件'), name: words('文件名', 200) }
const dryRun = optional(flag('只试算，不改'))

/** A table as somebody uploaded it, with what is unusual in it. @throws RefusedError FILE_NOT_FOUND, CALENDAR_INVALID */
function tableIn({ deps, body }: Asked) {
  const { name, bytes } = fileText(deps, body)
  return orThrow(checkTableText(orThrow(decodeText(bytes, name)), name))
}

const changed = (asked: Asked, what: (actor: Actor) => CalendarChange & { readonly more?: object }) =>
  changedCalendar(asked.deps, asked, what, asked.body.dryRun === true)

const signed = { needs: 'signed', scope: 'read' } as const
const office = { needs: { update: 'calendar' }, scope: 'act' } as const

/** 节假日安排 of the installation: read by whoever is signed in, changed by the office. */
export const CALENDARS: readonly Route[] = [
  route({
    ...{ ...signed, method: 'get', path: '/calendars', says: '已安装的年度节假日安排' },
    answer: answers.calendars,
    does: async ({ deps }) => {
      const { version, years } = calendarOf(deps)
      return { version, years: Object.values(years).map(({ year }) => year) }
    },
  }),
  route({
    ...{ ...signed, method: 'get', path: '/calendars/days/{day}', says: '某一天是不是工作日' },
    answer: answers.day,
    does: async ({ deps, params }) => {
      const { day } = orThrow(parseFields({ day: params.day }, { day: date('日期') })) as { day: IsoDate }
      const tables = calendarOf(deps)
      return { ...dayStatus(tables, day), weekday: weekdayName(day), calendar: tables.version }
    },
  }),
  route({
    ...{ ...office, scope: 'read', method: 'post', path: '/calendars:check' },
    says: '检查一份上传的节假日安排，不安装',
    body: FILE,
    answer: answers.calendarChecked,
    does: (asked) =>
      asOffice(asked.deps, asked, async () => {
        const { table, warnings } = tableIn(asked)
        const { year, holidays, makeUpWorkdays } = table
        return { year, holidays: holidays.length, makeUpWorkdays: makeUpWorkdays.length, warnings }
      }),
  }),
  route({
    ...{ ...office, method: 'post', path: '/calendars' },
    says: '安装一年的节假日安排；未办结事项的日期随之重排，先试',
    body: { ...FILE, dryRun },
    answer: answers.calendarChanged,
    does: (asked) =>
      changed(asked, () => {
        const { table, warnings } = tableIn(asked)
        return { ...installing(folderOf(asked.deps), table), more: { year: table.year, warnings } }
      }),
  }),
  route({
    ...{ ...office, method: 'post', path: '/calendars/{year}/remove' },
    says: '去掉自己安装的一年，随程序的那一份重新生效',
    body: { dryRun },
    answer: answers.calendarChanged,
    does: (asked) =>
      changed(asked, () => {
        const fields = { year: whole('年份', 1990, 2200) }
        const { year } = orThrow(parseFields({ year: Number(asked.params.year) }, fields)) as { year: number }
        return { ...removing(folderOf(asked.deps), year), more: { year } }
      }),
  }),
  route({
    ...{ ...office, method: 'post', path: '/calendars:apply' },
    says: '按现有日历重排各方案未办结事项的日期',
    body: { dryRun },
    answer: answers.calendarChanged,
    does: async (asked) => changed(asked, () => asItIs(folderOf(asked.deps))),
  }),
  route({
    ...{ ...signed, method: 'get', path: '/calendars/closures', says: '登记过的当地停止办公日' },
    answer: answers.list(answers.closure),
    does: async ({ deps }) => ({ items: readClosures(folderOf(deps)) }),
  }),
  route({
    ...{ ...office, method: 'post', path: '/calendars/closures' },
    says: '登记当地停止办公日（台风停工等），先试',
    body: {
      from: date('第一天'),
      to: optional(date('最后一天')),
      name: words('名称', LONGEST_REFERENCE),
      reason: words('依据', LONGEST_TITLE),
      dryRun,
    },
    answer: answers.calendarChanged,
    does: async (asked) => {
      const { from, to, name, reason } = asked.body as Record<'from' | 'name' | 'reason', string> & {
        to?: IsoDate | null
      }
      return changed(asked, ({ unit }) => {
        const said = { from: from as IsoDate, to: to ?? null, name, reason, by: unit }
        const { added, ...made } = closing(folderOf(asked.deps), said)
        return { ...made, more: { id: added.id } }
      })
    },
  }),
  route({
    ...{ ...office, method: 'post', path: '/calendars/closures/{closure}/remove' },
    says: '收回一次登记，记录保留',
    body: { reason: optional(words('理由', LONGEST_TITLE)), dryRun },
    answer: answers.calendarChanged,
    does: async (asked) =>
      changed(asked, ({ unit }) => {
        const reason = (asked.body.reason as string | undefined) ?? null
        const { found, ...made } = reopening(folderOf(asked.deps), asked.params.closure ?? '', {
          by: unit,
          reason,
        })
        return { ...made, more: { id: found.id } }
      }),
  }),
]
