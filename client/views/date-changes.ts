import { lightName, slipName } from '../../domain/supervision/names.ts'
import type { DateChange } from '../../domain/supervision/replan-dates.ts'
import type { Preview } from '../use/preview-changes.ts'

const dateSaid = ({ kind, from, dueOn, provisional }: DateChange): string => {
  const now = `${dueOn ?? '待定'}${provisional ? '（暂定）' : ''}`
  switch (kind) {
    case 'ladder':
      return `${dueOn ?? '待定'}（催办、督办日期重排）`
    case 'light':
      return `${dueOn ?? '待定'}（日期不变）`
    case 'reworded':
      return `${dueOn ?? '待定'}（要求改写，日期不变）`
    case 'moved':
      return `${from ?? '待定'} → ${now}`
    case 'added':
      return `增加，${now}`
    case 'revived':
      return `重新要求，${now}`
    case 'withdrawn':
      return `撤销（原 ${from ?? '待定'}）`
  }
}

const slipDays = (slips: DateChange['slips']): string =>
  slips.map(({ level, on }) => `${slipName(level).slice(0, 1)} ${on.slice(5)}`).join('、') || '无'

/** What changes of an obligation beside its date: its light today, its slips. */
function seenSaid({ kind, lightWas, light, slipsWas, slips }: DateChange): string {
  const [was, now] = [slipDays(slipsWas), slipDays(slips)]
  return [
    ...(lightWas !== null && lightWas !== light
      ? [`${lightName(lightWas)} → ${light ? lightName(light) : '无'}`]
      : []),
    ...(kind === 'added' && light === 'red' ? ['已过期'] : []),
    ...(kind !== 'added' && was !== now ? [`${was} → ${now}`] : []),
  ].join('；')
}

/** Old → new, a row an obligation; what a measure waits for from now on is a row of its own. */
export const changeRows = ({ replan, dates }: Preview): readonly (readonly [string, string, string])[] => [
  ...dates.map((change) => [change.obligationId, dateSaid(change), seenSaid(change)] as const),
  ...(replan.waits === null
    ? []
    : [
        [
          '等待',
          replan.waits.map((w) => `${w.text}${w.triggeredBy.length > 0 ? '（已发生）' : ''}`).join('、') ||
            '不再等待条件',
          '',
        ] as const,
      ]),
]
