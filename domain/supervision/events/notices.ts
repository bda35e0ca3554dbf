import type { Notice } from '../model/notice.ts'
import { describeEvent } from './describe.ts'
import type { EventFact } from './facts.ts'

type Make<N> = (kind: Notice['kind'], subject: string, body: string, toOffice: boolean) => N

/**
 * Who is told that an event became another: the unit of what moves, the office of what it has to look at.
 * A first report tells nobody: the request that it opens does.
 */
export function eventNotices<N>(fact: EventFact, no: string, make: Make<N>): readonly N[] {
  if (fact.kind === 'expectationDue') return []
  const says = describeEvent(fact)
  const toUnit = (subject: string, concerned: boolean) =>
    concerned ? [make('event', subject, says, false)] : []
  switch (fact.kind) {
    case 'eventReceived': {
      const moves = fact.firmed?.some((c) => c.from !== c.dueOn) === true
      return [...toUnit(`${no} 到期日已确定`, moves), ...lookAt(fact.flagged ?? [], no, says, make)]
    }
    case 'eventExpected':
      return toUnit(
        `${no} 预计日期有变动`,
        fact.changes.some((c) => c.from !== c.dueOn),
      )
    case 'expectationEnded':
      return toUnit(`${no} 有事项撤销`, fact.withdrawn.length > 0)
    case 'eventCorrected': {
      const moves = fact.revision !== undefined && fact.changes.some((c) => c.from !== c.dueOn)
      return [...toUnit(`${no} 到期日有变动`, moves), ...lookAt(fact.flagged, no, says, make)]
    }
    case 'eventRevoked': {
      const gone = fact.revision !== undefined && fact.withdrawn.length > 0
      return [...toUnit(`${no} 有事项撤销`, gone), ...lookAt(fact.flagged, no, says, make)]
    }
    case 'eventRestored':
      return toUnit(`${no} 有事项恢复`, fact.restored.length > 0)
  }
}

const lookAt = <N>(flagged: readonly string[], no: string, says: string, make: Make<N>): readonly N[] =>
  flagged.length > 0 ? [make('flag', `请核对 ${no}：${flagged.join('、')}`, says, true)] : []
