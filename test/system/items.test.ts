import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { comparePlan } from '../../client/use/amend-plan.ts'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { addDays, mustDate } from '../../domain/calendar/date.ts'
import { fromEpochMs } from '../../domain/calendar/time.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { standingPlanId } from '../../domain/reckoning/items.ts'
import { document, measureStates, planState } from '../../records/read.ts'
import { smallPlan } from '../small-plan.ts'
import { runDuban } from './support/cli.ts'
import {
  admin,
  duban,
  id,
  type Json,
  leader,
  liaison,
  observer,
  office,
  officer,
  type Person,
  read,
  say,
  second,
  submission,
} from './support/web.ts'

const now = mustDate(fromEpochMs(Date.now()).slice(0, 10))
const standing = standingPlanId(Number(now.slice(0, 4)))
const soon = addDays(now, 40)
const inWords = (on: string) =>
  `${Number(on.slice(0, 4))}年${Number(on.slice(5, 7))}月${Number(on.slice(8))}日前`

const item = (text: string, more: object = {}) => ({
  ...{ text, lead: ['市甲局'], supporting: ['市乙局'], deadline: inWords(soon), source: '批示' },
  ...{ reference: '云府办批〔2026〕12号', ...more },
})
const add = (who: Person | undefined, body: object, key?: string) => say(who, '/api/v1/measures', body, key)
const form = (fields: Record<string, string | readonly string[]>) => {
  const data = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) data.append(name, one)
  return {
    method: 'POST',
    body: data.toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }
}

describe('立项 of one item by hand', () => {
  it('a dry run says how it is read and when it is due, asks what it does not understand, and leaves nothing', async () => {
    const { status, json } = await add(officer, item('核查违建。', { dryRun: true }))
    expect(status).toBe(200)
    expect(json).toMatchObject({
      ...{ plan: standing, newPlan: true, no: 'L1', dryRun: true, already: false, open: [] },
      units: [
        { name: '市甲局', role: 'lead' },
        { name: '市乙局', role: 'supporting' },
      ],
      obligations: [{ dueOn: soon }],
    })
    expect(json.obligations[0].reminders).toHaveLength(2)
    const vague = await add(
      officer,
      item('核查违建。', { lead: [], supporting: [], deadline: '大约在冬季', dryRun: true }),
    )
    expect(vague.json.open.map(({ code }: Json) => code)).toEqual(['no-owner', 'event-without-limit'])
    const several = await add(
      officer,
      item('1.核查；\n2.处置', { deadline: '1.11月底前；\n2.12月底前', dryRun: true }),
    )
    expect([several.status, several.json.code]).toEqual([422, 'ITEM_SEVERAL'])
    expect(await planState(duban.db, standing)).toBeNull()
  })

  it('what is not understood is not put in, and goes in with its answers', async () => {
    const body = item('整治占道经营。', { deadline: '大约在冬季' })
    const asked = await add(officer, body)
    expect([asked.status, asked.json.code]).toEqual([409, 'REVIEW_OPEN'])
    expect(await planState(duban.db, standing)).toBeNull()
    const { open } = (await add(officer, { ...body, dryRun: true })).json
    const answers = open.map(({ id: question }: Json) => ({
      id: question,
      choice: 'deadline',
      value: '不知道',
    }))
    const unread = await add(officer, { ...body, answers })
    expect([unread.status, unread.json.code]).toEqual([409, 'DEADLINE_UNREAD'])
    const good = answers.map((one: object) => ({ ...one, value: inWords(soon) }))
    const { status, json } = await add(officer, { ...body, answers: good })
    expect([status, json.no, json.already]).toEqual([200, 'L1', false])
    const [state] = await measureStates(duban.db, standing)
    expect(state?.obligations[0]).toMatchObject({ dueOn: soon })
    expect(await planState(duban.db, standing)).toMatchObject({
      ...{ phase: 'running', clock: { kind: 'wall' }, title: `${now.slice(0, 4)}年日常督办事项` },
    })
  })

  it('two clerks at once get a number each, and the same key sent again is the same item', async () => {
    const keys = Array.from({ length: 6 }, () => randomUUID())
    const sent = await Promise.all(
      keys.map((key, i) => add(i % 2 ? officer : second, item(`同时交办的第${i}件事。`), key)),
    )
    expect(sent.map(({ status }) => status)).toEqual(keys.map(() => 200))
    const nos = sent.map(({ json }) => json.no)
    expect([...nos].sort()).toEqual(['L2', 'L3', 'L4', 'L5', 'L6', 'L7'])
    const again = await Promise.all(
      keys.map((key, i) => add(i % 2 ? officer : second, item(`同时交办的第${i}件事。`), key)),
    )
    expect(again.map(({ json }) => [json.no, json.already])).toEqual(nos.map((no) => [no, true]))
    const other = await add(officer, item('别的事。'), keys[1])
    expect([other.status, other.json.code]).toEqual([422, 'KEY_REUSED'])
    const states = await measureStates(duban.db, standing)
    expect(states.map(({ setup }) => setup.no).sort()).toEqual(['L1', ...nos].sort())
    const ledger = (await planState(duban.db, standing))?.document
    const plan = ledger ? await document(duban.db, ledger) : null
    expect(plan && measuresOf(plan)).toHaveLength(7)
  })

  it('only the office may', async () => {
    for (const who of [liaison, leader, observer, admin]) {
      const { status } = await add(who, item('不该立的事。', { dryRun: true }))
      expect(status).toBeGreaterThanOrEqual(403)
      const page = await who?.get('/measures/new')
      expect(page?.status).toBe(403)
    }
  })

  it('is a measure like others: acts, lists across plans, its unit’s day, its source', async () => {
    const acted = await say(liaison, `/api/v1/plans/${standing}/measures/L2/acts`, {
      ...submission,
      doneOn: now,
    })
    expect([acted.status, acted.json.as.unit]).toEqual([200, '市甲局'])
    const accepted = await say(officer, `/api/v1/plans/${standing}/measures/L2/acts`, {
      type: 'accept',
      note: null,
    })
    expect([accepted.status, accepted.json.says[0]]).toEqual([200, expect.stringContaining('审核通过')])
    const list = (await read(officer, '/api/v1/measures')).json
    expect(new Set(list.items.map(({ plan }: Json) => plan?.id ?? plan))).toEqual(new Set([id, standing]))
    const home = await (await liaison?.get('/'))?.text()
    expect(home).toContain(`${now.slice(0, 4)}年日常督办事项`)
    const shown = await (await officer?.get(`/p/${standing}/m/L3`))?.text()
    expect(shown).toContain('批示 云府办批〔2026〕12号')
    const draft = await read(officer, `/api/v1/plans/${standing}/bulletins:draft`)
    expect(draft.json.text).toContain('方案共有措施 7 项')
  })

  it('from the page: what is asked is answered in the form, and a second click is the same item', async () => {
    const blank = (await (await officer?.get('/measures/new'))?.text()) ?? ''
    const actId = /name="actId" value="([^"]+)"/.exec(blank)?.[1] ?? ''
    const typed = { actId, text: '回复群众来信。', lead: '市乙局', deadline: '大约在冬季', source: '来信' }
    const look = await officer?.send('/measures/new', form({ ...typed, do: 'look' }))
    const seen = (await look?.text()) ?? ''
    expect([look?.status, seen.includes('有 1 处读不准')]).toEqual([200, true])
    const question = /name="a:(q-[^"]+)"/.exec(seen)?.[1] ?? ''
    const refused = await officer?.send('/measures/new', form({ ...typed, do: 'add' }))
    expect(refused?.status).toBe(409)
    expect(await refused?.text()).toContain(`name="a:${question}"`)
    const whole = {
      ...{ ...typed, do: 'add', [`a:${question}`]: 'deadline' },
      [`v:${question}:deadline`]: inWords(soon),
    }
    const done = await officer?.send('/measures/new', form(whole))
    expect([done?.status, done?.headers.get('location')]).toEqual([303, `/p/${standing}/m/L8?done=1`])
    const twice = await officer?.send('/measures/new', form(whole))
    expect([twice?.status, twice?.headers.get('location')]).toEqual([303, `/p/${standing}/m/L8?done=1`])
  })

  it('from the command line, tried first, into a plan that runs; no amendment of its document takes it away', async () => {
    const said = ['measure', 'add', '--plan', id, '--text', '补报台账。', '--lead', '市乙局']
    const rest = [
      '--deadline',
      '2015年8月20日前',
      '--source',
      '会议',
      '--source-on',
      '2015-07-15',
      '-o',
      'json',
    ]
    const tried = await runDuban(office, [...said, ...rest, '--dry-run'])
    expect([tried.exit, tried.json?.no, tried.json?.obligations[0].dueOn]).toEqual([0, 'L1', '2015-08-20'])
    const key = ['--act-id', 'clerk-1']
    const done = await runDuban(office, [...said, ...rest, ...key])
    expect([done.exit, done.json?.no, done.json?.already]).toEqual([0, 'L1', false])
    const again = await runDuban(office, [...said, ...rest, ...key])
    expect([again.exit, again.json?.no, again.json?.already]).toEqual([0, 'L1', true])
    const revised = smallPlan([
      ['市甲局', '公开甲信息。', '2015年7月'],
      ['市甲局', '通报乙情况。', '2015年7月、12月'],
      ['市乙局', '公开丙信息。', '待省出台丙办法后'],
      ['市乙局', '公开丁信息。', '每月'],
      ['市甲局', '公开戊信息。', '2015年9月'],
    ])
    const amendment = await comparePlan(duban, id, revised)
    expect([amendment.withdrawn, amendment.added.map(({ no }) => no)]).toEqual([[], ['5.1']])
    expect(measuresOf(amendment.plan).map(({ measure }) => measure.no)).toContain('L1')
    expect(loadCalendar().version).toBe(amendment.plan.calendar)
  })
})
