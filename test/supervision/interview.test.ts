import { describe, expect, it } from 'vitest'
import { whole } from '../../client/cli/main.ts'
import { parsePolicy, policyText, shippedText } from '../../documents/files/policy.ts'
import { readAct } from '../../domain/messages/read.ts'
import { DEFAULT_SCORING } from '../../domain/policy/scoring.ts'
import { storyOf } from '../../domain/reckoning/story.ts'
import { actOfStep } from '../../domain/rehearsal/steps.ts'
import { noticesFor } from '../../domain/supervision/notices.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { nextWake } from '../../domain/supervision/wake.ts'
import { actTable } from '../../web/act-tables.ts'
import { brief, ledgerOf, numbered } from '../reckoning/ledger-of.ts'
import { code, d, july, office, on, unit } from './acts-support.ts'
import { firstFacts, give, measureOf, noon } from './support.ts'

const talk = (reason = '两次逾期没有说明') =>
  office({ type: 'interview', obligationId: on, reason, talkOn: d('2015-07-22') })

describe('约谈, an act that is its own file and a line of the registry', () => {
  const before = firstFacts(measureOf('2015年7月'))
  const done = give(before.state, talk(), '2015-07-20')
  if (!done.ok) throw new Error(done.error.message)
  const { state, facts } = done.value
  const fact = facts.find(({ kind }) => kind === 'interviewed')
  if (fact === undefined) throw new Error('nothing happened')

  it('is the office’s, on what is owed, with a reason', () => {
    expect(
      code(july(), unit({ type: 'interview', obligationId: on, reason: '催', talkOn: null }), '2015-07-20'),
    ).toBe('NOT_OFFICE')
    expect(code(july(), talk(' '), '2015-07-20')).toBe('REASON_MISSING')
    expect(code(july(), talk(), '2015-07-20')).toBe('done')
  })
  it('moves no date and no reminder', () => {
    const waited = settle(before.state, noon('2015-07-20')).state
    expect(state.obligations).toEqual(waited.obligations)
    expect(nextWake(state)).toEqual(nextWake(waited))
  })
  it('tells the head of the unit that leads', () => {
    expect(noticesFor(state, fact)).toEqual([
      {
        ...{ key: `p-1.1#${String(fact.seq).padStart(5, '0')}:people`, kind: 'people', level: null },
        ...{ toUnit: '市甲局', toRole: 'unitHead', obligationId: '1.1/2015-07' },
        subject: '约谈通知：1.1/2015-07',
        body: '督查室 约谈 1.1/2015-07：两次逾期没有说明（2015-07-22）',
      },
    ])
  })
  it('stands in the story with who and why', () => {
    const line = storyOf([...before.facts, ...facts]).find(({ seq }) => seq === fact.seq)
    expect(line).toEqual({
      ...{ seq: fact.seq, at: noon('2015-07-20'), who: '督查室', obligationId: '1.1/2015-07' },
      what: '约谈 1.1/2015-07：两次逾期没有说明（2015-07-22）',
      why: '到期日 2015-07-31，还没有提交',
    })
  })
  it('counts −2, or as a policy’s file says under 约谈, which is read and written', () => {
    const ledger = ledgerOf('2015年7月', [['2015-07-20', talk()]], '2015-07-20')
    expect(brief(ledger)).toEqual([['2015-07-20', 'interviewed', -2]])
    const file = `${shippedText('san-se')}\n评分:\n  约谈: -4\n`
    const policy = parsePolicy(file, 'a.yaml')
    if (!policy.ok) throw new Error(policy.error.message)
    const scores = policy.value.scores
    if (scores === undefined) throw new Error('no scores')
    expect(brief(numbered(ledger.map((line) => line.fact)), scores)).toEqual([
      ['2015-07-20', 'interviewed', -4],
    ])
    expect(parsePolicy(policyText(policy.value), 'b.yaml')).toEqual(policy)
    expect(DEFAULT_SCORING.own).toBeUndefined()
  })
  it('is read at the workflow’s edge by its name and bounds', () => {
    const said = { actId: 'a', actor: { role: 'office', unit: '督查室' }, reason: '催' }
    expect(readAct('约谈', { act: said })).toMatchObject({
      ...{ ok: true, value: { act: { type: 'interview', obligationId: null, talkOn: null } } },
    })
    expect(readAct('约谈', { act: { ...said, talkOn: '2999-12-31' } })).toMatchObject({
      ...{ ok: false, error: { code: 'DATE_OUT_OF_RANGE', fields: { field: 'act.talkOn' } } },
    })
  })
  it('is a verb, a step of a script, and a form of the pages and the interface, without a line there', async () => {
    const verb = (await whole()).commands
      .find((one) => one.name() === 'obligation')
      ?.commands.find((one) => one.name() === 'interview')
    expect(verb?.options.map(({ long, mandatory }) => [long, mandatory])).toEqual([
      ...[
        ['--obligation', false],
        ['--reason', true],
        ['--talk-on', false],
      ],
      ...[
        ['--as', false],
        ['--role', false],
        ['--output', false],
      ],
    ])
    const step = { on: d('2015-07-20'), do: 'interview', measure: '1.1', reason: '催' }
    expect(actOfStep(step, 's-1', '督查室')).toEqual({
      ...{ type: 'interview', actId: 's-1', actor: { role: 'office', unit: '督查室' } },
      ...{ obligationId: null, reason: '催', talkOn: null },
    })
    expect(actTable('interview')).toMatchObject({ name: '约谈', who: 'office' })
    expect(Object.keys(actTable('约谈')?.fields ?? {})).toEqual(['obligationId', 'reason', 'talkOn'])
  })
})
