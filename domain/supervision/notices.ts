import { endName } from '../calendar/time.ts'
import type { SlipLevel } from '../policy/levels.ts'
import { describeFact } from './describe.ts'
import { eventNotices } from './events/notices.ts'
import type { Fact } from './facts.ts'
import type { Notice } from './model/notice.ts'
import type { MeasureState } from './model/state.ts'
import { slipName } from './names.ts'
import { dueInstant } from './obligation.ts'
import { officeWord } from './office/clocks.ts'
import type { RecipientRole } from './policy.ts'
import { leadsName, leadsOf } from './units.ts'
import { officeFor } from './who.ts'

/** To a named unit, or (null) to every lead of the measure. */
type Draft = Omit<Notice, 'toUnit'> & { readonly toUnit: string | null }

/** What people are told of a fact; `state` is the measure's state after it. Most facts tell nobody. Joint leads are told alike. */
export const noticesFor = (state: MeasureState, fact: Fact): readonly Notice[] =>
  draftsFor(state, fact).flatMap(({ toUnit, ...draft }) =>
    toUnit === null
      ? leadsOf(state.setup).map((lead, i) => ({
          ...draft,
          toUnit: lead,
          key: i === 0 ? draft.key : `${draft.key}-${i + 1}`,
        }))
      : [{ ...draft, toUnit }],
  )

function draftsFor(state: MeasureState, fact: Fact): readonly Draft[] {
  const office = officeFor(state)
  const { setup } = state
  const o = 'obligationId' in fact ? state.obligations.find((x) => x.id === fact.obligationId) : undefined
  const hour = o ? dueInstant(o) : null
  const back = o?.state === 'returned' ? o.returns.at(-1) : undefined
  // Work that was sent back is asked for by its rework date, until a person gives it another.
  const reworkOn = o?.ladder?.from === undefined ? back?.reworkOn : undefined
  const day = reworkOn ?? o?.dueOn
  const dueText =
    hour && !reworkOn
      ? `${endName(hour)} 前`
      : day
        ? `${day}（含当日）前${o?.expected && !reworkOn ? '（暂定，随预计日期变动）' : ''}`
        : `${office}确定的到期日前`
  // What was sent back was handed in before: nobody is told that it never was.
  const again = back ? '重新' : ''
  const make = (
    kind: Notice['kind'],
    subject: string,
    body: string,
    to: { unit?: string; role?: RecipientRole; level?: SlipLevel } = {},
  ): Draft => ({
    key: `${setup.planId}-${setup.no}#${String(fact.seq).padStart(5, '0')}:${kind}`,
    kind,
    level: to.level ?? null,
    toUnit: to.unit ?? null,
    toRole: to.role ?? 'liaison',
    obligationId: o?.id ?? null,
    subject,
    body,
  })
  const toOffice = (kind: Notice['kind'], subject: string, body: string) =>
    make(kind, subject, body, { unit: office, role: 'office' })
  switch (fact.kind) {
    case 'opened': {
      const late = fact.bornOverdue ? '该事项得知时已过到期日，请尽快办理并说明情况。' : ''
      const notices = [
        make('request', `请办理 ${o?.id}`, `${setup.text}\n请于 ${dueText}提交：${o?.ask ?? ''}。${late}`),
      ]
      if (o?.dueOn === null)
        notices.push(
          make('dueSet', `请确定 ${o.id} 的到期日`, `${leadsName(setup)}：${setup.text}`, {
            unit: office,
            role: 'office',
          }),
        )
      return notices
    }
    case 'reminded':
      return [
        make('reminder', `催办 ${o?.id}`, `请于 ${dueText}${again}提交：${o?.ask ?? ''}。${fact.note ?? ''}`),
      ]
    case 'overdue':
      return [
        make(
          'overdue',
          `${o?.id} 已逾期`,
          `${leadsName(setup)} 没有在 ${hour ? endName(hour) : `${fact.dueOn} 终了`}前${again}提交材料。`,
          {
            unit: office,
            role: 'office',
          },
        ),
      ]
    case 'slipRaised': {
      const rung = setup.policy.slips.find((slip) => slip.level === fact.level)
      return [
        make(
          'slip',
          `${slipName(fact.level)}：${o?.id}`,
          `${setup.text}\n${fact.dueOn} 到期${back ? `，${back.on} 退回重办` : ''}，至今没有${again}提交材料。`,
          {
            role: rung?.to ?? 'liaison',
            level: fact.level,
          },
        ),
      ]
    }
    case 'submitted':
      return [
        make('review', `请审核 ${o?.id}`, `${fact.actor.unit} 提交，完成日期 ${fact.evidence.doneOn}。`, {
          unit: office,
          role: 'office',
        }),
      ]
    case 'returned':
      return [
        make('returned', `退回重办 ${o?.id}`, `理由：${fact.reason}\n请于 ${fact.reworkOn} 前重新提交。`),
      ]
    case 'accepted':
      return [
        make(
          'accepted',
          `${o?.id} 已办结`,
          fact.outcome === 'late' ? `逾期 ${fact.lateDays} 天。` : '按期办结。',
        ),
      ]
    case 'dueSet':
      return [make('dueSet', `${o?.id} 的到期日为 ${fact.dueOn}`, `${fact.reason ?? ''}`)]
    case 'extensionAsked':
      return [toOffice('extension', `请答复延期申请 ${o?.id}`, describeFact(fact))]
    case 'extended':
    case 'extensionRefused':
      return [make('extension', `${o?.id} 延期申请已答复`, describeFact(fact))]
    case 'officeDue': {
      const head = fact.step === 'lapse' ? ('unitHead' as const) : ('office' as const)
      const subject = `${fact.step === 'lapse' ? '逾期未' : '请今天'}${officeWord(fact.wait)}：${o?.id}`
      return [make('office', subject, `${setup.text}\n${describeFact(fact)}。`, { unit: office, role: head })]
    }
    case 'suspensionReviewDue':
      return [toOffice('suspension', `挂账到期复核 ${o?.id}`, describeFact(fact))]
    case 'suspended':
    case 'resumed':
      return [
        make(
          'suspension',
          `${o?.id} ${fact.kind === 'suspended' ? '已挂账' : '恢复办理'}`,
          describeFact(fact),
        ),
      ]
    case 'acceptUndone':
    case 'stageCompleted':
    case 'terminated':
    case 'restored':
      return [make('ending', `${o?.id} 有变动`, describeFact(fact))]
    case 'reassigned':
      return fact.units.map((unit, i) => ({
        ...make('people', `${setup.no} 改派`, describeFact(fact), { unit }),
        key: `${setup.planId}-${setup.no}#${String(fact.seq).padStart(5, '0')}:people-${i}`,
      }))
    case 'instructed':
      return [make('people', `领导批示：${setup.no}`, describeFact(fact), { role: 'unitHead' })]
    case 'replanned':
      return [make('replanned', `${setup.no} 有变动`, describeFact(fact))]
    case 'acknowledgeDue':
      return fact.units.map((unit, i) => ({
        ...make('acknowledge', `请签收 ${setup.no}`, `${setup.text}\n${describeFact(fact)}。`, {
          unit,
          role: fact.step === 'lapse' ? setup.policy.acknowledge?.to : 'liaison',
        }),
        key: `${setup.planId}-${setup.no}#${String(fact.seq).padStart(5, '0')}:acknowledge-${i}`,
      }))
    case 'waitUnanswered': {
      const what = state.waits.find((w) => w.clause === fact.clause)?.text ?? ''
      const body = `${fact.askedOn ?? ''} 询问“${what}”是否已经发生，至今没有答复。`
      return [
        make('ask', `尚未答复：“${what}”是否已经发生`, body, { role: setup.policy.waits?.to }),
        toOffice('review', `${leadsName(setup)} 没有答复条件询问`, body),
      ]
    }
    case 'waitAsked': {
      const wait = state.waits.find((w) => w.clause === fact.clause)
      return [
        make(
          'ask',
          `请答复：“${wait?.text}”是否已经发生`,
          `如已发生，请告知日期和文号；如未发生，请答复“尚未”。`,
        ),
      ]
    }
    case 'expectationDue': {
      const body = `预计 ${fact.on} 发生的事（${fact.plannedId}）没有确认。已经发生：duban event confirm ${setup.planId} ${fact.plannedId} --on 日期；推迟：duban event move；不发生了：duban event cancel。确认以前有关事项不算逾期。`
      const to = { unit: office, role: fact.last ? ('unitHead' as const) : ('office' as const) }
      // Many measures may hang on one day: the office is asked once.
      const key = `${setup.planId}?${fact.plannedId}@${fact.on}:${fact.step}`
      return [{ ...make('ask', `请确认预计事件 ${fact.plannedId} 是否已经发生`, body, to), key }]
    }
    case 'evidenceExpired':
      return [make('renewal', `${o?.id} 的佐证材料已到期`, describeFact(fact))]
    case 'eventReceived':
    case 'eventCorrected':
    case 'eventRevoked':
    case 'eventRestored':
    case 'eventExpected':
    case 'expectationEnded':
      return eventNotices(fact, setup.no, (kind, subject, body, office) =>
        office ? toOffice(kind, subject, body) : make(kind, subject, body),
      )
    case 'stepFailed':
      return [toOffice('trouble', `${setup.no} 有一件事没有办成`, describeFact(fact))]
    default:
      return []
  }
}
