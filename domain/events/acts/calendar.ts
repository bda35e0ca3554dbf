import { ok } from '../../basics/result.ts'
import { LONGEST_REFERENCE, words } from '../../fields/field.ts'
import { planAct } from '../act.ts'
import { planFactDef } from '../fact.ts'

interface ChangeCalendar {
  readonly type: 'calendar'
  readonly version: string
}
interface CalendarChanged {
  readonly kind: 'calendarChanged'
  readonly version: string
}

const calendarChanged = planFactDef<CalendarChanged>({
  kind: 'calendarChanged',
  says: ({ version }, by) => `${by} 更新节假日安排（${version}），重排未办结事项的日期`,
})

/** 节假日安排更新: the installation's calendar is another one. Nobody is asked: it is no plan's own. */
export const calendar = planAct<ChangeCalendar, CalendarChanged>({
  type: 'calendar',
  name: '节假日安排更新',
  by: null,
  during: 'running',
  fields: { version: words('节假日版本', LONGEST_REFERENCE) },
  facts: [calendarChanged],
  decide: (_, { version }) => ok({ type: 'calendar', version }),
  answers: ({ woke, already }) => ({ changed: woke, already }),
})
