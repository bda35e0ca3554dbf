import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { correct, report, revoke, World } from '../supervision/world.ts'

const d = mustDate
const CLERK_A = { role: 'office', unit: '督查室', name: '甲' } as const
const CLERK_B = { role: 'office', unit: '督查室', name: '乙' } as const
const UNIT = { role: 'unit', unit: '市乙局' } as const
const SINGLE = '市人大批准后20日内'
const STREAM = '审批或核准后两个工作日内'
const EITHER = '预算或决算批准后20日内'

function world(...deadlines: string[]): World {
  const w = new World(deadlines)
  w.pass(d('2015-08-10'))
  return w
}
const first = (w: World, condition: string, more: object = {}) =>
  w.say(report(condition, '2015-08-05', { document: '粤府〔2015〕1号', ...more }), CLERK_A)
const opened = (w: World, no = '1.1') => w.state(no).obligations.map((o) => [o.eventId, o.dueOn])

describe('two reports of the same event by different people are recognised and offered as one', () => {
  it.each([
    ['the same again', {}],
    ['another day', { effectiveOn: d('2015-08-04') }],
    ['another document', { document: '粤府〔2015〕2号' }],
  ])('%s: refused, naming the first report and the ways on', (_, more) => {
    const w = world(SINGLE)
    first(w, '市人大批准')
    const { eventId } = w.plan.events[0]!
    const refused = w.say(
      report('市人大批准', '2015-08-05', { document: '粤府〔2015〕1号', ...more }),
      CLERK_B,
    )
    expect(refused).toMatchObject({
      code: 'EVENT_ALREADY_REPORTED',
      message: `“市人大批准”已由督查室在 2015-08-10 报告：${eventId}（2015-08-05 生效，粤府〔2015〕1号）`,
      remedy: expect.stringMatching(
        new RegExp(`--same-as ${eventId}.*event correct p ${eventId}.*--another`),
      ),
    })
    expect(w.plan.events).toHaveLength(1)
    expect(opened(w)).toHaveLength(1)
  })

  it('repeated by the same person is one; so is a second source that says the same twice', () => {
    const w = world(SINGLE)
    first(w, '市人大批准')
    expect(first(w, '市人大批准')).toBe('already')
    expect(first(w, '市人大批准', { document: null, title: '换个说法' })).toBe('already')
    const { eventId } = w.plan.events[0]!
    const same = report('市人大批准', '2015-08-04', { sameAs: eventId })
    expect(w.say(same, UNIT)).toBe('ok')
    expect(w.say(same, UNIT)).toBe('already')
    expect(w.plan.events[0]).toMatchObject({
      effectiveOn: '2015-08-05',
      sources: [{ by: UNIT, effectiveOn: '2015-08-04' }],
    })
    expect(opened(w)).toEqual([[eventId, '2015-08-25']])
    // Who is a source already repeats what is known.
    expect(w.say(report('市人大批准', '2015-08-05'), UNIT)).toBe('already')
  })

  it('said to be another occurrence, opens again what is single, also once the first is done', () => {
    const w = world(SINGLE)
    first(w, '市人大批准', { eventId: 'ev-a' })
    expect(w.say(report('市人大批准', '2015-08-06', { another: true, eventId: 'ev-b' }), CLERK_B)).toBe('ok')
    expect(opened(w)).toEqual([
      ['ev-a', '2015-08-25'],
      ['ev-b', '2015-08-26'],
    ])
    w.say(revoke('ev-a'))
    expect(w.state('1.1').obligations.map((o) => o.state)).toEqual(['withdrawn', 'open'])
  })

  it('a stream: the same document, or the same day with nothing to tell them apart, is asked about; others are others', () => {
    const w = world(STREAM)
    first(w, '审批')
    expect(w.say(report('审批', '2015-08-06', { document: '粤府〔2015〕1号' }), CLERK_B)).toMatchObject({
      code: 'EVENT_ALREADY_REPORTED',
    })
    expect(w.say(report('审批', '2015-08-05'), CLERK_B)).toMatchObject({ code: 'EVENT_ALREADY_REPORTED' })
    expect(w.say(report('审批', '2015-08-05', { title: '第二个项目' }), CLERK_B)).toBe('ok')
    expect(w.say(report('审批', '2015-08-05', { document: '粤府〔2015〕9号' }), CLERK_B)).toBe('ok')
    expect(w.say(report('核准', '2015-08-05'), CLERK_B)).toBe('ok')
    expect(w.say(report('审批', '2015-08-05', { another: true }), CLERK_B)).toBe('ok')
    // An id of its own tells it apart, also for the same person.
    expect(w.say(report('审批', '2015-08-05', { eventId: 'ev-7' }), CLERK_A)).toBe('ok')
    expect(new Set(opened(w).map(([id]) => id)).size).toBe(6)
  })

  it('one way of several is no report of another way', () => {
    const w = world(EITHER)
    first(w, '预算批准')
    expect(w.say(report('决算批准', '2015-08-05'), CLERK_B)).toBe('ok')
    expect(w.say(report('决算批准', '2015-08-06'), CLERK_A)).toMatchObject({ code: 'EVENT_ALREADY_REPORTED' })
  })

  it('by a signal, which can’t be refused, is kept with what it may be the same as', () => {
    const w = world(SINGLE)
    first(w, '市人大批准', { eventId: 'ev-a' })
    w.say({ type: 'signal', signal: { condition: '市人大批准', effectiveOn: '2015-08-04' } } as never)
    expect(w.plan.events[1]).toMatchObject({ maybe: 'ev-a' })
    expect(opened(w)).toEqual([['ev-a', '2015-08-25']])
  })

  it('what it is said to be the same as must stand, for this condition', () => {
    const w = world(SINGLE, STREAM)
    first(w, '市人大批准', { eventId: 'ev-a' })
    first(w, '审批', { eventId: 'ev-b' })
    const as = (sameAs: string) => w.say(report('市人大批准', '2015-08-05', { sameAs }), UNIT)
    expect(as('ev-b')).toMatchObject({ code: 'EVENT_NOT_FOUND' })
    expect(as('ev-x')).toMatchObject({ code: 'EVENT_NOT_FOUND' })
    w.say(correct('ev-a', '2015-08-04'))
    w.say(revoke('ev-a'))
    expect(as('ev-a')).toMatchObject({
      code: 'EVENT_REVOKED',
      remedy: expect.stringContaining('event restore'),
    })
  })
})
