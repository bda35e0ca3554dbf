import { describe, expect, it } from 'vitest'
import { isOwed } from '../../domain/supervision/obligation.ts'
import { answerRow, jobRows } from '../../records/desk/jobs.ts'
import { factsOf, measureStates, workflowIdOf } from '../../records/read.ts'
import { duban, id, liaison, observer, officer, other, type Person, web } from './support/web.ts'

const at = `/p/${id}`
const states = () => measureStates(duban.db, id)
const text = async (who: Person | undefined, path: string) => {
  const answer = await who?.get(path)
  return { status: answer?.status, html: (await answer?.text()) ?? '' }
}
const many = (fields: Readonly<Record<string, string>>, files: readonly File[] = []) => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  for (const file of files) data.append('files', file)
  return { method: 'POST', body: data }
}
const prepare = async (
  who: Person | undefined,
  fields: Readonly<Record<string, string>>,
  files: readonly File[] = [],
) => {
  const answer = await who?.send(`${at}/bulk`, many(fields, files))
  return {
    status: answer?.status,
    href: answer?.headers.get('location') ?? '',
    html: (await answer?.text()) ?? '',
  }
}
/** Tells a job to go, and looks at its page until it is done. */
const carryOut = async (who: Person | undefined, href: string) => {
  const sent = await who?.send(href, {
    method: 'POST',
    body: '',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect([sent?.status, sent?.headers.get('location')]).toEqual([303, href])
  await expect.poll(async () => (await text(who, href)).html, { timeout: 120_000 }).toContain('办完：')
  return (await text(who, href)).html
}
const reminders = async () => {
  const facts = await Promise.all(
    (await states()).map(({ setup }) => factsOf(duban.db, workflowIdOf(id, setup.no))),
  )
  return facts.flat().filter((fact) => fact.kind === 'reminded' && fact.before === null)
}

describe('批量办理 from the list', () => {
  it('a list offers what one’s roles may do to many, and nobody else anything', async () => {
    const office = (await text(officer, `${at}/measures`)).html
    for (const name of ['催办', '确定到期日', '挂账', '终止', '改派'])
      expect(office).toContain(`>${name}</option>`)
    expect(office).not.toContain('>签收</option>')
    const unit = (await text(liaison, `${at}/measures`)).html
    for (const name of ['签收', '提交佐证']) expect(unit).toContain(`>${name}</option>`)
    expect(unit).not.toContain('>催办</option>')
    expect((await text(observer, `${at}/measures`)).html).not.toContain('id="bulk"')
    expect((await text(observer, `${at}/bulk?act=remind&which=all`)).status).toBe(404)
  })

  it('by filter: what the preview counted is what is done, whatever comes meanwhile; each row once', async () => {
    const filters = 'unit=市甲局'
    const { html } = await text(
      officer,
      `${at}/bulk?${new URLSearchParams({ act: 'remind', which: 'all', filters, count: '2' })}`,
    )
    expect(html).toContain('批量催办')
    const { status, href } = await prepare(officer, { act: 'remind', which: 'all', filters, note: '请报送' })
    expect(status).toBe(303)
    const rows = await jobRows(duban.db, href.split('/').at(-1) ?? '')
    const owed = (await states()).flatMap(({ setup, obligations }) =>
      setup.leadUnit === '市甲局' ? obligations.filter(isOwed).map((o) => o.id) : [],
    )
    expect(rows.map(({ obligation }) => obligation)).toEqual(owed)
    expect(await reminders()).toEqual([])
    const done = await carryOut(officer, href)
    expect(done).toContain(`办完：${owed.length} 项办成。`)
    const sent = (await reminders()).map((fact) => 'obligationId' in fact && fact.obligationId)
    expect([...sent].sort()).toEqual([...owed].sort())
    // Told to go again, it has nothing left to do.
    await carryOut(officer, href)
    expect(await reminders()).toHaveLength(owed.length)
  })

  it('by hand: nothing chosen is said; a row that was not answered is done when it goes on, others not again', async () => {
    const none = await officer?.get(`${at}/bulk?act=remind&which=picked`)
    expect([none?.status, (await none?.text())?.includes('还没有勾选')]).toEqual([422, true])
    const { href } = await prepare(officer, { act: 'remind', which: 'picked', picks: '1.1\n4.1', note: '' })
    const before = (await reminders()).length
    await carryOut(officer, href)
    const job = href.split('/').at(-1) ?? ''
    const rows = await jobRows(duban.db, job)
    expect(await reminders()).toHaveLength(before + rows.length)
    // As after a crash between an act and its note.
    const [first] = rows
    await answerRow(duban.db, job, first?.nth ?? 0, { refused: null, at: null as never })
    await duban.db.updateTable('bulk_jobs').set({ ended_at: null }).where('id', '=', job).execute()
    const broken = (await text(officer, href)).html
    expect(broken).toContain('还有 1 项没有办完')
    await carryOut(officer, href)
    expect(await reminders()).toHaveLength(before + rows.length)
  })

  it('what can’t be done is counted by reason and stays undone; another’s job is not there', async () => {
    const due = { act: 'setDue', dueOn: '2015-08-20', reason: '' }
    await carryOut(officer, (await prepare(officer, { ...due, which: 'picked', picks: '4.1' })).href)
    const { href } = await prepare(officer, { ...due, which: 'all', filters: '' })
    const { html } = await text(officer, href)
    expect(html).toMatch(/\d+ 项，其中 \d+ 项不能：/)
    const refused = (await jobRows(duban.db, href.split('/').at(-1) ?? '')).filter(
      (row) => row.refused !== null,
    )
    expect(refused.map(({ no }) => no)).toEqual(['4.1'])
    await carryOut(officer, href)
    for (const row of await jobRows(duban.db, href.split('/').at(-1) ?? ''))
      expect(row.refused === null).toBe(row.done_at !== null)
    expect((await text(liaison, href)).status).toBe(404)
    const wrong = await prepare(officer, { act: 'setDue', which: 'all', filters: '', dueOn: '不知道' })
    expect([wrong.status, wrong.html.includes('w-dueOn')]).toEqual([422, true])
  })

  it('a unit hands in the same evidence for several, each naming the others', async () => {
    const file = new File(['会议纪要'], '纪要.txt')
    const said = {
      act: 'submit',
      which: 'picked',
      picks: '1.1\n2.1',
      doneOn: '2015-07-18',
      urls: '',
      note: '一并报送',
    }
    const { status, href } = await prepare(liaison, said, [file])
    expect(status).toBe(303)
    await carryOut(liaison, href)
    const handed = (await states()).flatMap(({ obligations }) =>
      obligations.filter((o) => o.state === 'submitted').map((o) => [o.id, o.evidence[0]?.sharedWith]),
    )
    const ids = handed.map(([one]) => one)
    expect(ids).toEqual(['1.1/2015-07', '2.1/2015-07', '2.1/2015-12'])
    expect(handed).toEqual(ids.map((one) => [one, ids.filter((other) => other !== one)]))
  })
})

describe('the list as one wants it', () => {
  it('shows the columns that are asked for, in groups, and what is on one’s plate', async () => {
    const { html } = await text(officer, `${at}/measures?cols=slip&group=unit`)
    expect(html).toContain('市甲局（这一页 2 项）')
    expect(html).toContain('<th scope="col">督办单</th>')
    expect(html).not.toContain('<th scope="col">时限原文</th>')
    const mine = (await text(other, `${at}/measures?todo=unit`)).html
    expect(mine).toContain('公开丁信息')
    expect(mine).not.toContain('公开甲信息')
    const review = (await text(officer, `${at}/measures?todo=office`)).html
    expect(review).toContain('公开甲信息')
    expect(review).not.toContain('公开丁信息')
  })

  it('a view is its maker’s own or shared by his office, and taken away by him alone', async () => {
    const query = 'light=red&group=unit'
    const keep = (name: string, more: object) =>
      officer?.post('/views', { name, query, back: `${at}/measures?${query}`, ...more })
    expect((await keep('我看的那几项', {}))?.headers.get('location')).toBe(`${at}/measures?${query}`)
    await keep('大家看的那几项', { share: '1' })
    expect((await keep('出去', { back: 'https://a.example/' }))?.headers.get('location')).toBe('/')
    const own = (await text(officer, `${at}/measures`)).html
    expect(own).toContain('我看的那几项')
    expect(own).toContain('大家看的那几项（共用）')
    const theirs = (await text(liaison, `${at}/measures`)).html
    expect(theirs).not.toContain('那几项')
    const [view] = await duban.db
      .selectFrom('saved_views')
      .selectAll()
      .where('name', '=', '我看的那几项')
      .execute()
    await liaison?.post(`/views/${view?.id}/drop`, { back: at })
    expect((await text(officer, `${at}/measures`)).html).toContain('我看的那几项')
    await officer?.post(`/views/${view?.id}/drop`, { back: at })
    expect((await text(officer, `${at}/measures`)).html).not.toContain('我看的那几项')
    expect(web.dataDir).not.toBe('')
  })
})

describe('抽查 by page', () => {
  const draw = async (who: Person | undefined, count: string, seed = '') => {
    const answer = await who?.send(`${at}/sample`, {
      method: 'POST',
      body: new URLSearchParams({ count, seed }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    return { status: answer?.status, html: (await answer?.text()) ?? '' }
  }

  it('draws as many as were asked for, by the office alone; another number is refused, not made to fit', async () => {
    expect((await draw(officer, '3')).status).toBe(200)
    expect((await draw(officer, '3', 'abc')).html).toContain('value="abc"')
    for (const count of ['0', '201', '', '三', '1.5']) {
      const { status, html } = await draw(officer, count)
      expect([count, status]).toEqual([count, 422])
      expect(html).toContain('抽几项')
    }
    expect((await draw(liaison, '3')).status).toBe(403)
  })
})
