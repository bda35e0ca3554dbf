import { describe, expect, it } from 'vitest'
import { THREE_COLOURS_2 } from '../../domain/policy/policy.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { asked, code, d, evidence, july, office, on, only, unit } from './acts-support.ts'
import { give, measureOf, must, noon, OFFICE, startedOn, UNIT } from './support.ts'

/** Under rules without a clock for the office's answer (0.2.0); with one: office-clocks.test.ts. */
const unclocked = () => startedOn(measureOf('2015年7月'), THREE_COLOURS_2)

describe('延期', () => {
  it('is asked for before the due date; the ladder stands still until it is answered; the first date stays', () => {
    const pending = must(give(unclocked(), asked(), '2015-07-30'))
    // A week past the due date: no lapse, no slip, while the request lies on the desk.
    const still = settle(pending, noon('2015-08-10'))
    expect(still.facts).toEqual([])
    const granted = must(
      give(
        still.state,
        office({ type: 'grantExtension', obligationId: on, dueOn: d('2015-08-18'), note: null }),
        '2015-08-10',
      ),
    )
    expect(only(granted)).toMatchObject({
      dueOn: '2015-08-18',
      originalDueOn: '2015-07-31',
      extension: null,
      extensions: [{ from: '2015-07-31', dueOn: '2015-08-18' }],
    })
    // Tuesday 08-18: reminders on 08-11 and 08-17, blue on Wednesday 08-19.
    expect(settle(granted, noon('2015-08-19')).facts.map((f) => f.kind)).toEqual([
      'reminded',
      'reminded',
      'overdue',
      'slipRaised',
    ])
  })

  const refuse = () => office({ type: 'refuseExtension', obligationId: on, reason: '年度重点' })
  it('refused late: the lapse is recorded then, and the slips begin a working day later, each in its turn', () => {
    const pending = must(give(unclocked(), asked(), '2015-07-20'))
    const refused = must(give(pending, refuse(), '2015-08-10'))
    expect(only(refused)).toMatchObject({ extension: null, overdueSince: '2015-08-10', slips: [] })
    // Refused on Monday 08-10; reminders of July are not sent any more.
    const later = settle(refused, noon('2015-09-01'))
    expect(later.facts.map((f) => [f.kind, f.at.slice(0, 10)])).toEqual([
      ['slipRaised', '2015-08-11'],
      ['slipRaised', '2015-08-14'],
      ['slipRaised', '2015-08-21'],
    ])
  })

  it('ends with the acceptance of what was handed in all the same', () => {
    const pending = must(give(july(), asked(), '2015-07-20'))
    const sent = unit({ type: 'submit', obligationId: on, doneOn: d('2015-07-28'), ...evidence })
    const done = must(
      give(
        must(give(pending, sent, '2015-07-28')),
        office({ type: 'accept', obligationId: on, note: null }),
        '2015-07-29',
      ),
    )
    expect(only(done)).toMatchObject({ state: 'completed', outcome: 'onTime', extension: null })
  })

  it('refused before anything came due: the ladder is what it was', () => {
    const ladder = only(july()).ladder
    const pending = must(give(july(), asked(), '2015-07-20'))
    expect(only(must(give(pending, refuse(), '2015-07-21'))).ladder).toEqual(ladder)
  })

  it('refused after the rework date of returned work: the slips begin then; before it, after it', () => {
    const back = office({ type: 'return', obligationId: on, reason: '缺文号', reworkOn: d('2015-08-05') })
    const sent = unit({ type: 'submit', obligationId: on, doneOn: d('2015-07-20'), ...evidence })
    const pending = must(
      give(
        must(give(must(give(unclocked(), sent, '2015-07-20')), back, '2015-07-20')),
        asked(),
        '2015-07-21',
      ),
    )
    const slips = (day: string) =>
      only(must(give(pending, refuse(), day))).ladder?.slips.map((slip) => slip.on)
    expect(slips('2015-08-10')).toEqual(['2015-08-11', '2015-08-14', '2015-08-21'])
    expect(slips('2015-08-04')).toEqual(['2015-08-06', '2015-08-11', '2015-08-18'])
  })

  it.each([
    ['after the due date', july(), asked(), '2015-08-01', 'EXTENSION_TOO_LATE'],
    ['to no later date', july(), asked('2015-07-31'), '2015-07-20', 'EXTENSION_NOT_LATER'],
    [
      'without a reason',
      july(),
      unit({ type: 'extend', obligationId: on, dueOn: d('2015-08-20'), reason: ' ', measures: null }),
      '2015-07-20',
      'REASON_MISSING',
    ],
    ['by the office', july(), { ...asked(), actor: OFFICE }, '2015-07-20', 'UNIT_NOT_RESPONSIBLE'],
    [
      'granted where none was asked',
      july(),
      office({ type: 'grantExtension', obligationId: on, dueOn: null, note: null }),
      '2015-07-20',
      'NOTHING_TO_ACT_ON',
    ],
    [
      'granted by the unit itself',
      must(give(july(), asked(), '2015-07-20')),
      unit({ type: 'grantExtension', obligationId: on, dueOn: null, note: null }),
      '2015-07-21',
      'NOT_OFFICE',
    ],
    [
      'twice at once',
      must(give(july(), asked(), '2015-07-20')),
      asked('2015-09-01'),
      '2015-07-21',
      'EXTENSION_PENDING',
    ],
  ])('is refused %s', (_, state, act, day, expected) => expect(code(state, act, day)).toBe(expected))

  it('at most twice', () => {
    let state = july()
    for (const [dueOn, day] of [
      ['2015-08-20', '2015-07-20'],
      ['2015-09-20', '2015-08-10'],
    ] as const) {
      state = must(give(state, asked(dueOn), day))
      state = must(
        give(state, office({ type: 'grantExtension', obligationId: on, dueOn: null, note: null }), day),
      )
    }
    expect(code(state, asked('2015-10-20'), '2015-09-10')).toBe('EXTENSION_LIMIT')
  })
})

const suspend = (reviewOn = '2015-08-31') =>
  office({
    type: 'suspend',
    obligationId: on,
    reason: '等上级政策',
    ground: '纪要8号',
    reviewOn: d(reviewOn),
  })
const resume = (more: { dueOn?: string; keepDue?: boolean } = {}) =>
  office({
    type: 'resume',
    obligationId: on,
    reason: null,
    dueOn: more.dueOn ? d(more.dueOn) : null,
    keepDue: more.keepDue ?? false,
  })

describe('挂账', () => {
  it('stops everything but its own review; a fixed date needs a word on resuming', () => {
    const state = must(give(july(), suspend(), '2015-07-20'))
    const later = settle(state, noon('2015-09-01'))
    expect(later.facts.map((f) => f.kind)).toEqual(['suspensionReviewDue'])
    expect(code(later.state, resume(), '2015-09-01')).toBe('DUE_CHOICE')
    expect(only(must(give(later.state, resume({ dueOn: '2015-09-30' }), '2015-09-01')))).toMatchObject({
      state: 'open',
      dueOn: '2015-09-30',
      originalDueOn: '2015-07-31',
    })
    // Keeping the date, it is overdue at once.
    expect(only(must(give(later.state, resume({ keepDue: true }), '2015-09-01')))).toMatchObject({
      dueOn: '2015-07-31',
      overdueSince: '2015-09-01',
    })
  })

  it('a counted period goes on with what was left', () => {
    const measure = measureOf('2015年6月结束后20个工作日内') // 06-30 + 20 working days = Tuesday 2015-07-28
    const state = startedOn(measure)
    expect(only(state).dueOn).toBe('2015-07-28')
    const stopped = must(give(state, suspend(), '2015-07-14')) // 10 working days left: 07-15 … 07-28
    const going = must(give(stopped, resume(), '2015-08-03'))
    expect(only(going).dueOn).toBe('2015-08-17') // ten working days after Monday 08-03
  })

  it.each([
    ['by the unit', july(), { ...suspend(), actor: UNIT }, 'NOT_OFFICE'],
    ['with a review in the past', july(), suspend('2015-07-19'), 'REVIEW_IN_PAST'],
    ['resumed where nothing is suspended', july(), resume(), 'NOTHING_TO_ACT_ON'],
  ])('is refused %s', (_, state, act, expected) => expect(code(state, act, '2015-07-20')).toBe(expected))
})

describe('ends in part, mistaken, given up', () => {
  const submitted = () =>
    must(
      give(
        july(),
        unit({ type: 'submit', obligationId: on, doneOn: d('2015-07-20'), ...evidence }),
        '2015-07-21',
      ),
    )

  it('阶段性办结: the stage is kept, the obligation goes on to another date', () => {
    const state = must(
      give(
        submitted(),
        office({ type: 'completeStage', obligationId: on, note: '一期建成', dueOn: d('2015-10-30') }),
        '2015-07-22',
      ),
    )
    expect(only(state)).toMatchObject({ state: 'open', dueOn: '2015-10-30', stages: [{ note: '一期建成' }] })
    expect(only(state).evidence).toHaveLength(1)
  })

  it('撤销审核: under review again, with who and why', () => {
    const done = must(
      give(submitted(), office({ type: 'accept', obligationId: on, note: null, grade: '优' }), '2015-07-22'),
    )
    expect(only(done)).toMatchObject({ state: 'completed', grade: '优' })
    const undone = must(
      give(done, office({ type: 'undoAccept', obligationId: on, reason: '附件不对' }), '2015-07-23'),
    )
    expect(only(undone)).toMatchObject({
      state: 'submitted',
      outcome: null,
      undone: [{ on: '2015-07-23', reason: '附件不对' }],
    })
    expect(code(done, office({ type: 'undoAccept', obligationId: on, reason: '' }), '2015-07-23')).toBe(
      'REASON_MISSING',
    )
  })

  it('终止 and 恢复: nothing escalates in between, the date comes back', () => {
    const ended = must(
      give(july(), office({ type: 'terminate', obligationId: on, reason: '职能划转' }), '2015-07-20'),
    )
    expect(settle(ended, noon('2015-09-01')).facts).toEqual([])
    const back = must(
      give(ended, office({ type: 'restore', obligationId: on, reason: '未划转', dueOn: null }), '2015-07-25'),
    )
    expect(only(back)).toMatchObject({ state: 'open', dueOn: '2015-07-31', terminated: null })
    expect(
      code(
        july(),
        office({ type: 'restore', obligationId: on, reason: '未划转', dueOn: null }),
        '2015-07-20',
      ),
    ).toBe('NOTHING_TO_ACT_ON')
  })
})
