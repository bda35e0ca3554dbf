import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { loadScript } from '../../documents/files/script.ts'
import { inspectFile } from '../../documents/inspect.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import type { Move } from '../../domain/rehearsal/play.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { latestEvidence } from '../../domain/supervision/obligation.ts'
import { playThrough } from '../play-through.ts'

const file = (path: string) => fileURLToPath(new URL(`../../seeds/${path}`, import.meta.url))
const script = loadScript(file('rehearsals/2015-disputes.json'))

const played = (() => {
  const read = inspectFile(file('documents/mz2015.txt'), { issuedOn: mustDate('2015-07-01') }, loadCalendar())
  if (!read.ok) throw new Error(read.error.message)
  const moves: { readonly move: Move; readonly code: string | null }[] = []
  const states = playThrough(read.value, 'p', script, loadCalendar(), (move, done) =>
    moves.push({ move, code: done.ok ? null : done.error.code }),
  )
  return { moves, all: states.flatMap((s) => s.obligations) }
})()
const find = (id: string) => played.all.find((o) => o.id === id)

/** Every act of docs/acts.md; closing and reopening are of the plan, and its rules ask for no signature. */
const ACTS: Record<Exclude<Act['type'], 'close' | 'reopen' | 'sign' | 'refuseSign'>, true> = {
  submit: true,
  accept: true,
  return: true,
  setDue: true,
  remind: true,
  answerWait: true,
  extend: true,
  grantExtension: true,
  refuseExtension: true,
  suspend: true,
  resume: true,
  undoAccept: true,
  completeStage: true,
  terminate: true,
  restore: true,
  acknowledge: true,
  reassign: true,
  progress: true,
  givePart: true,
  instruct: true,
  interview: true,
  spotCheck: true,
}

describe('the quarter with disputes, by the rules alone', () => {
  it('uses every act, done and not only refused, and corrects and revokes events', () => {
    const done = played.moves.filter(({ code }) => code === null).map(({ move }) => move)
    const acts = new Set(done.flatMap((move) => (move.type === 'act' ? [move.act.type] : [])))
    expect([...acts].sort()).toEqual(Object.keys(ACTS).sort())
    const changes = done.flatMap((move) => (move.type === 'change' ? [move.change.type] : []))
    expect(new Set(changes)).toEqual(new Set(['correct', 'revoke']))
  })

  it('is refused what the script says, with its code, and nothing else', () => {
    const wrong = played.moves.filter(({ move, code }) => (move.refused ?? null) !== code)
    expect(wrong).toEqual([])
    const codes = new Set(played.moves.flatMap(({ code }) => code ?? []))
    expect(codes.size).toBeGreaterThanOrEqual(10)
  })

  it('ends each dispute as an office would expect', () => {
    expect(find('3.1/2015-07')).toMatchObject({
      state: 'completed',
      outcome: 'onTime',
      dueOn: '2015-08-14',
      originalDueOn: '2015-07-31',
      grade: '良',
      // Answered on the working day after the answer was due: raised that morning, withdrawn by the grant.
      slips: [{ level: 'blue', raisedOn: '2015-08-03', withdrawnOn: '2015-08-03' }],
      undone: [{ reason: '链接指向了别的文件' }],
      parts: [{ unit: '市财政局', late: false }],
    })
    // Three rounds of evidence are kept; the last one counts.
    expect(find('3.1/2015-07')?.evidence).toHaveLength(3)
    expect(find('3.4/2015-07')).toMatchObject({ state: 'completed', outcome: 'onTime', dueOn: '2015-10-15' })
    const restored = find('3.5/2015-07')
    expect(restored).toMatchObject({ outcome: 'late', lateDays: 14, dueOn: '2015-08-07' })
    expect(restored?.slips.map((s) => [s.level, s.raisedOn])).toEqual([
      ['blue', '2015-08-10'],
      ['orange', '2015-08-13'],
      ['red', '2015-08-20'],
    ])
    expect(find('6.1/2015-07')?.parts).toMatchObject([{ unit: '市人力资源社会保障局', late: true }])
    expect(find('7.1/i-1')).toMatchObject({ state: 'completed', dueOn: '2015-07-24' })
    expect(find('10.3/2015-07')?.returns).toHaveLength(3)
    expect(find('10.4/2015-07')).toMatchObject({ outcome: 'onTime', lateReported: true })
    expect(find('12.1/2015-07')).toMatchObject({ state: 'withdrawn', terminated: { was: 'open' } })
    expect(find('24.1/2015-07')).toMatchObject({ outcome: 'onTime', dueOn: '2015-08-20' })
    // Never answered in three working days: the ladder goes on, on Sunday 09-06 (调休上班); refused on 09-07 it stands.
    expect(find('22.1/2015-08')).toMatchObject({
      outcome: 'late',
      slips: [
        { level: 'blue', raisedOn: '2015-09-06', unanswered: 'refused' },
        { level: 'orange', raisedOn: '2015-09-09' },
      ],
    })
  })

  it('follows events that were wrong: dates move, what never was is withdrawn, what is done stays', () => {
    expect(find('5.1/ev-a')).toMatchObject({ state: 'completed', dueOn: '2015-07-16' })
    expect(find('5.1/ev-b')).toMatchObject({ state: 'withdrawn', slips: [{ level: 'blue' }] })
    expect(find('5.1/ev-c')).toMatchObject({ state: 'completed', outcome: 'onTime' })
    expect(find('2.1/ev-npc')).toMatchObject({ outcome: 'onTime', dueOn: '2015-09-09' })
    const counted = find('2.2/ev-fin')
    expect(counted).toMatchObject({ outcome: 'onTime', originalDueOn: '2015-08-25', dueOn: '2015-09-16' })
    expect(counted && latestEvidence(counted)?.doneOn).toBe('2015-09-14')
  })
})
