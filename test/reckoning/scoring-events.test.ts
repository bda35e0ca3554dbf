import { describe, expect, it } from 'vitest'
import { DEFAULT_SCORING, sumPoints } from '../../domain/policy/scoring.ts'
import { entriesOf } from '../../domain/reckoning/entries.ts'
import type { Input } from '../../domain/supervision/acts.ts'
import { event, measureOf, OFFICE } from '../supervision/support.ts'
import { brief, ledgerOf } from './ledger-of.ts'

describe('what an event brought about', () => {
  it('slips of a date that a corrected event moves later are taken back; those after the new date stay', () => {
    const measure = measureOf('市人大批准后20日内')
    const first = event(measure, 'e', '2015-08-01', '2015-08-03')
    const later = event(measure, 'e', '2015-08-20', '2015-09-10')
    if (later.type !== 'delivery' || later.delivery.type !== 'event') throw new Error('no event')
    const corrected: Input = { ...later, delivery: { type: 'correct', event: later.delivery.event } }
    const lines = ledgerOf(
      '市人大批准后20日内',
      [
        ['2015-08-03', first],
        ['2015-08-28', corrected],
      ],
      '2015-08-31',
    )
    // Due 2015-08-21; blue 08-24, orange 08-27. Corrected to 2015-09-09: both went out before that was over.
    expect(brief(lines)).toEqual([
      ['2015-08-24', 'slip', -1],
      ['2015-08-27', 'slip', -2],
      ['2015-08-28', 'takenBack', 1],
      ['2015-08-28', 'takenBack', 2],
    ])
  })

  it('an event that never was costs nothing', () => {
    const measure = measureOf('市人大批准后20日内')
    const revoke: Input = { type: 'delivery', actor: OFFICE, delivery: { type: 'revoke', eventId: 'e' } }
    const lines = ledgerOf(
      '市人大批准后20日内',
      [
        ['2015-08-03', event(measure, 'e', '2015-08-01', '2015-08-03')],
        ['2015-09-10', revoke],
      ],
      '2015-09-30',
    )
    expect(sumPoints(entriesOf(lines, () => DEFAULT_SCORING).map((e) => e.points))).toBe(0)
    expect(entriesOf(lines, () => DEFAULT_SCORING).length).toBeGreaterThan(3)
  })

  it('an event restored counts again what its revocation took back', () => {
    const measure = measureOf('市人大批准后20日内')
    const reported = event(measure, 'e', '2015-08-01', '2015-08-03')
    if (reported.type !== 'delivery' || reported.delivery.type !== 'event') throw new Error('no event')
    const delivery = { ...reported.delivery, revision: 'restored-1' }
    const revoke = { type: 'revoke', eventId: 'e', revision: 'revoked-1' } as const
    const entries = entriesOf(
      ledgerOf(
        '市人大批准后20日内',
        [
          ['2015-08-03', reported],
          ['2015-08-28', { type: 'delivery', actor: OFFICE, delivery: revoke }],
          ['2015-08-31', { ...reported, delivery }],
        ],
        '2015-08-31',
      ),
      () => DEFAULT_SCORING,
    )
    expect(entries.map((e) => [e.on, e.reason, e.points])).toEqual([
      ['2015-08-24', 'slip', -1],
      ['2015-08-27', 'slip', -2],
      ['2015-08-28', 'takenBack', 1],
      ['2015-08-28', 'takenBack', 2],
      ['2015-08-31', 'countedAgain', -1],
      ['2015-08-31', 'countedAgain', -2],
    ])
  })
})
