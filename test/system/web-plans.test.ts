import { describe, expect, it } from 'vitest'
import { smallPlanText } from '../small-plan.ts'
import { PASSWORD } from '../web/support.ts'
import { planId } from './support/office.ts'
import { leader, liaison, officer, type Person, second, web } from './support/web.ts'

const name = planId('imported')
const rows = [
  ['市甲局', '公开甲信息。', '2015年7月'],
  ['市乙局', '公开乙信息。', '大约在冬季'],
  ['', '公开丙信息。', '2015年9月底前'],
] as const
const upload = (who: Person | undefined, path: string, text: string, fields: Record<string, string> = {}) => {
  const data = new FormData()
  for (const [field, value] of Object.entries(fields)) data.append(field, value)
  data.append('file', new File([text], '方案.txt'))
  return who?.send(path, { method: 'POST', body: data })
}
const text = async (who: Person | undefined, path: string) => (await (await who?.get(path))?.text()) ?? ''
const unescaped = (html: string) => html.replaceAll('&amp;', '&')
/** The page that a form answers with, whatever it sends on to. */
const follow = async (who: Person | undefined, answer: Response | undefined) =>
  text(who, answer?.headers.get('location') ?? '')

describe('a document becomes a plan in the browser alone', () => {
  let reading = ''

  it('is for the office: others are told so', async () => {
    for (const who of [liaison, leader]) {
      expect((await who?.get('/plans/new'))?.status).toBe(403)
      expect((await upload(who, '/plans/new', 'x'))?.status).toBe(403)
      expect(await text(who, '/plans')).not.toContain('/plans/new')
    }
    expect(await text(officer, '/plans')).toContain('href="/plans/new"')
  })

  it('what is no plan is refused on the page where it was chosen', async () => {
    const answer = await upload(officer, '/plans/new', '今天天气好。')
    expect(answer?.status).toBe(422)
    expect(await answer?.text()).toMatch(/role="alert"[\s\S]*name="file"/)
  })

  it('shows what was read, what was not, and what is to be confirmed', async () => {
    const answer = await upload(officer, '/plans/new', smallPlanText(rows), { issued_on: '2015年7月1日' })
    expect(answer?.status).toBe(303)
    reading = answer?.headers.get('location') ?? ''
    const page = await text(officer, reading)
    expect(page).toContain('读成 3 项措施')
    expect(page).toContain('2015-07-31')
    expect(page).toMatch(/还有 \d+ 处要您确认/)
    expect(page).toMatch(/<dt>印发<\/dt><dd>2015-07-01<\/dd>/)
    // The same document under a guessed hash is nobody's.
    expect((await officer?.get(`/plans/new/${'0'.repeat(64)}`))?.status).toBe(422)
  })

  it('asks one question a page: a wrong answer comes back with its text, a right one leads on, until none is left', async () => {
    let at = unescaped(/href="([^"]+\/doubts\/[^"]+)"/.exec(await text(officer, reading))?.[1] ?? '')
    const asked: string[] = []
    while (at.includes('/doubts/')) {
      const page = await text(officer, at)
      asked.push(/<h1>(.*?)<\/h1>/.exec(page)?.[1] ?? '')
      const written = /name="(value-\d+)" aria-label="[^"]*：(期限|单位)/.exec(page)
      const index = written?.[1]?.split('-')[1]
      const choice =
        index === undefined
          ? /name="choice" value="([^"]*)" checked/.exec(page)?.[1]
          : [...page.matchAll(/name="choice" value="([^"]*)"/g)][Number(index)]?.[1]
      if (written?.[2] === '期限') {
        const wrong = await officer?.post(at, { choice: choice ?? '', [`value-${index}`]: '不清楚' })
        expect(wrong?.status).toBeGreaterThanOrEqual(400)
        expect(await wrong?.text()).toContain('value="不清楚"')
      }
      const value = written?.[2] === '期限' ? '2015年8月底前' : '市丙局'
      const answer = await officer?.post(at, {
        choice: choice ?? '',
        ...(index === undefined ? {} : { [`value-${index}`]: value }),
      })
      expect(answer?.status).toBe(303)
      at = answer?.headers.get('location') ?? ''
    }
    expect(asked.length).toBeGreaterThan(1)
    const page = await text(officer, at)
    expect(page).toContain('没有要确认的了')
    expect(page).toContain('市丙局')
    expect(page).toContain('2015-08-31')
    reading = at
    const kept = await web.db.selectFrom('review_history').selectAll().execute()
    expect(kept.length).toBeGreaterThan(1)
    // By account, as the interface does it: what has no name of a person needs no forgetting.
    expect(new Set(kept.map(({ by }) => by))).toEqual(new Set([`督查室（账户 ${officer?.id}）`]))
  })

  it('is imported under a number of its own; a draft of another document is not put aside unasked', async () => {
    const bad = await officer?.post(reading, { id: '编号', offices: '督查室' })
    expect([bad?.status, await bad?.text()]).toEqual([422, expect.stringContaining('id="w-id"')])
    const done = await officer?.post(reading, { id: name, offices: '督查室' })
    expect([done?.status, done?.headers.get('location')]).toEqual([303, `/p/${name}`])
    expect(await text(officer, `/p/${name}`)).toContain('已导入。核对以后启动。')
    const other = await upload(officer, '/plans/new', smallPlanText(rows.slice(0, 1), 2016))
    const second = other?.headers.get('location') ?? ''
    const over = await officer?.post(second, { id: name, offices: '督查室' })
    expect([over?.status, await over?.text()]).toEqual([409, expect.stringContaining('name="over"')])
    expect(await text(officer, `/p/${name}`)).toContain('读成 3 项措施')
  })

  it('a draft is deleted, and its number is free again', async () => {
    const spare = `${name}x`
    await officer?.post(reading, { id: spare, offices: '督查室' })
    expect((await liaison?.post(`/p/${spare}/delete`, {}))?.status).toBe(403)
    const gone = await officer?.post(`/p/${spare}/delete`, {})
    expect(await follow(officer, gone)).toContain('已删除。')
    expect((await officer?.get(`/p/${spare}`))?.status).toBe(404)
  })

  it('the start says first what is past, then starts a rehearsal whose days the office moves on', async () => {
    const path = `/p/${name}/start`
    expect((await liaison?.get(path))?.status).toBe(403)
    const said = { clock: 'stepped', on: '2015年8月10日', mode: 'as-is', due: '' }
    const tried = await officer?.post(path, { ...said, do: 'try' })
    expect(await tried?.text()).toContain('2015-08-10 启动时有 1 项已过到期日')
    const none = await officer?.post(path, { ...said, mode: 'from-today', do: 'start' })
    expect([none?.status, await none?.text()]).toEqual([
      expect.any(Number),
      expect.stringContaining('到期日'),
    ])
    expect(none?.status).toBeGreaterThanOrEqual(400)
    const single = { ...said, mode: 'done', 'as:1.1': 'from-today', do: 'start' }
    const started = await officer?.post(path, { ...single, 'due:1.1': '2015-08-20' })
    expect(started?.headers.get('location')).toBe(`/p/${name}?started=3`)
    expect(await follow(officer, started)).toContain('已启动：3 项措施。')
    expect(await text(officer, `/p/${name}/m/1.1`)).toContain('2015-08-20')
    // A start that is there already is no second one.
    expect((await officer?.get(path))?.headers.get('location')).toBe(`/p/${name}`)

    const back = await officer?.post(`/p/${name}/advance`, { to: '2015-08-01' })
    expect(back?.status).toBeGreaterThanOrEqual(400)
    const on = await officer?.post(`/p/${name}/advance`, { to: '2015-08-25' })
    const moved = (await on?.text()) ?? ''
    expect(moved).toContain('现在是 2015-08-25')
    expect(moved).toContain(`/p/${name}/m/1.1`)
    expect((await liaison?.post(`/p/${name}/advance`, { to: '2015-09-01' }))?.status).toBe(403)
  })

  it('an amendment is seen word by word before any measure is told', async () => {
    const path = `/p/${name}/amend`
    expect((await liaison?.get(path))?.status).toBe(403)
    const revised = smallPlanText([
      ['市甲局', '公开甲信息。', '2015年7月'],
      ['市乙局', '公开乙信息和目录。', '2015年10月底前'],
      ['市丙局', '公开丙信息。', '2015年9月底前'],
      ['市丁局', '公开丁信息。', '2015年11月底前'],
    ])
    const sent = await upload(officer, path, revised, { issued_on: '2015-07-01' })
    const at = sent?.headers.get('location') ?? ''
    const page = await text(officer, at)
    expect(page).toContain('变更 1 项，增加 1 项，撤销 0 项')
    expect(page).toContain('<ins>和目录</ins>')
    expect(page).toMatch(/2015-08-31 → 2015-10-31/)
    const done = await officer?.post(at, { reference: '测〔2015〕2号', reason: '', accept: '1' })
    expect(await follow(officer, done)).toContain('已修订，送到')
    expect(await text(officer, `/p/${name}/m/2.1`)).toContain('2015-10-31')
    expect(await text(officer, `${at}`)).toContain('与执行中的方案相同')
  })

  it('the end says first what becomes of each item, asks for 签发, and is undone', async () => {
    const path = `/p/${name}/close`
    for (const who of [liaison, second]) expect((await who?.get(path))?.status).toBe(403)
    const page = await text(officer, path)
    const end = /name="(end:2\.1[^"]*)"/.exec(page)?.[1] ?? ''
    const tried = await officer?.post(path, { [end]: '不再需要', carryTo: '', do: 'try' })
    const seen = (await tried?.text()) ?? ''
    expect(seen).toContain('终止')
    expect(seen).toContain('value="不再需要"')
    const bad = await officer?.post(path, { carryTo: '下一年', do: 'close' })
    expect([bad?.status, await bad?.text()]).toEqual([422, expect.stringContaining('value="下一年"')])
    const ended = await officer?.post(path, { [end]: '不再需要', carryTo: '', reason: '', do: 'close' })
    expect(await follow(officer, ended)).toContain('方案已结束。')
    const again = await officer?.post(`/p/${name}/reopen`, { reason: '误操作' })
    expect(await follow(officer, again)).toContain('已重开')
  })

  it('what is grave asks for the password again in its own form, and keeps what was written there', async () => {
    const long = new Date(Date.now() - 3_600_000).toISOString()
    await web.db.updateTable('sessions').set({ proved_at: long }).execute()
    const path = `/p/${name}/close`
    expect(await text(officer, path)).toMatch(/name="password"/)
    const wrong = await officer?.post(path, { reason: '年度结束', password: '不是它', do: 'close' })
    expect([wrong?.status, await wrong?.text()]).toEqual([401, expect.stringContaining('value="年度结束"')])
    expect(await text(officer, `/p/${name}`)).not.toContain('方案已结束')
    const right = await officer?.post(path, { reason: '年度结束', password: PASSWORD, do: 'close' })
    expect(await follow(officer, right)).toContain('方案已结束。')
  })
})
