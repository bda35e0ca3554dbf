import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { admin, id, leader, liaison, observer, officer, other, type Person, read, v1 } from './support/web.ts'

describe('the pages do the same without script', () => {
  const pages = (no = '1.1') => [
    '/',
    '/plans',
    `/p/${id}`,
    `/p/${id}/measures`,
    `/p/${id}/measures?light=red&sort=unit`,
    `/p/${id}/m/${no}`,
    `/p/${id}/m/${no}/act/submit`,
    `/p/${id}/events`,
    `/p/${id}/bulletins`,
    '/review',
    '/me',
  ]

  it.each(['liaison', 'officer', 'leader', 'observer'])(
    'every page opens for %s, names no host, is whole',
    async (role) => {
      const who = { liaison, officer, leader, observer }[role]
      for (const path of pages()) {
        const answer = await who?.get(path)
        const text = (await answer?.text()) ?? ''
        expect([path, answer?.status]).toEqual([path, 200])
        expect(text).toMatch(/^<!doctype html><html lang="zh-CN">/)
        expect(text.match(/<h1>/g)).toHaveLength(1)
        expect(text).not.toMatch(
          /<script(?! src="\/assets\/[0-9a-f]{12}\.js" defer)|style="|\son[a-z]+="|undefined|\[object|NaN/,
        )
        // Nothing is loaded from anywhere else.
        expect(text).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//)
        if (path.startsWith('/p/')) expect(text).toContain('演练，今天是 2015-07-20')
      }
    },
  )

  it('pages of a plan are not there for an administrator, those of accounts for nobody else', async () => {
    for (const path of pages().filter((one) => one.startsWith('/p/')))
      expect((await admin?.get(path))?.status).toBe(404)
    for (const who of [liaison, officer, leader, observer])
      expect((await who?.get('/admin/users'))?.status).toBe(404)
    expect((await admin?.get('/admin/users'))?.status).toBe(200)
    expect((await other?.get(`/p/${id}/m/1.1`))?.status).toBe(404)
  })

  const form = (fields: Record<string, string>, files: readonly File[] = []) => {
    const data = new FormData()
    for (const [name, value] of Object.entries(fields)) data.append(name, value)
    for (const file of files) data.append('files', file)
    return data
  }

  it('a liaison submits by the form, with a file; what was wrong comes back with his text, by its field', async () => {
    const path = `/p/${id}/m/4.1/act/submit`
    const blank = await (await other?.get(path))?.text()
    const actId = /name="actId" value="([^"]+)"/.exec(blank ?? '')?.[1] ?? ''
    const wrong = await other?.send(path, {
      method: 'POST',
      body: form({ actId, doneOn: '', urls: '', note: '写了 <b>很久</b>' }),
    })
    expect(wrong?.status).toBe(422)
    const again = (await wrong?.text()) ?? ''
    expect(again).toContain('写了 &lt;b&gt;很久&lt;/b&gt;')
    expect(again).toMatch(/id="w-doneOn"/)
    const next = /name="actId" value="([^"]+)"/.exec(again)?.[1] ?? ''
    expect(next).not.toBe(actId)
    const said = { actId: next, doneOn: '2015-07-18', urls: '', note: '完成', sure: '1' }
    const file = new File(['佐证内容'], '佐证.txt')
    const sent = await other?.send(path, { method: 'POST', body: form(said, [file]) })
    expect([sent?.status, sent?.headers.get('location')]).toEqual([303, `/p/${id}/m/4.1?done=1`])
    // A second click.
    const twice = await other?.send(path, { method: 'POST', body: form(said, [file]) })
    expect(twice?.status).toBe(303)
    const { json } = await read(officer, `${v1}/measures/4.1/history`)
    expect(json.items.filter(({ kind }: { kind: string }) => kind === 'submitted')).toHaveLength(1)
  })

  it('the office reviews it from its list, and whoever is of the unit is not offered it', async () => {
    const list = (await (await officer?.get('/review'))?.text()) ?? ''
    const path = /href="([^"]+4\.1\/act\/accept[^"]*)"/.exec(list)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const page = (await (await officer?.get(path))?.text()) ?? ''
    const actId = /name="actId" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const done = await officer?.send(path.replace(/\?.*/, '?back=review'), {
      method: 'POST',
      body: form({
        actId,
        obligation: /obligation=([^&]+)/.exec(path)?.[1]?.replaceAll('%2F', '/') ?? '',
        grade: '良',
        note: '',
      }),
    })
    expect([done?.status, done?.headers.get('location')]).toEqual([303, '/review?done=1'])
    expect(await (await officer?.get('/review'))?.text()).not.toContain('4.1/act/accept')
    const { json } = await read(officer, `${v1}/measures/4.1/history`)
    expect(json.items.at(-1).who).toBe('wangwu的姓名（督查室）')
  })

  /** Sends one of the small forms of the events' page. */
  const change = async (who: Person | undefined, name: string, fields: Record<string, string>) => {
    const path = `/p/${id}/events`
    const page = (await (await officer?.get(path))?.text()) ?? ''
    const action = new RegExp(`action="([^"]+/${name})"`).exec(page)?.[1] ?? ''
    const answer = await who?.post(action, { actId: randomUUID(), ...fields })
    return { status: answer?.status, after: (await (await officer?.get(path))?.text()) ?? '' }
  }

  it('what is expected is said, moved and cancelled at the page of events', async () => {
    const said = await change(officer, 'plan', { condition: '省出台丙办法', expectedOn: '2015年8月3日' })
    expect(said.after).toContain('预计 2015-08-03')
    const moved = await change(officer, 'move', { expectedOn: '2015/8/5', reason: '' })
    expect(moved.after).toContain('预计 2015-08-05')
    const cancelled = await change(officer, 'cancel', { reason: '' })
    expect([cancelled.status, cancelled.after.includes('已取消')]).toEqual([303, true])
  })

  it('the office reports an event at the page that says what waits; nobody else is offered it', async () => {
    const path = `/p/${id}/events`
    const text = (await (await officer?.get(path))?.text()) ?? ''
    const actId = /name="actId" value="([^"]+)"/.exec(text)?.[1] ?? ''
    const wrong = await officer?.post(path, { actId, condition: '省开过会', effectiveOn: '' })
    expect(wrong?.status).toBe(422)
    expect(await wrong?.text()).toMatch(/value="省开过会"/)
    const unknown = await officer?.post(path, { actId, condition: '省开过会', effectiveOn: '2015-07-16' })
    expect([unknown?.status, await unknown?.text()]).toEqual([404, expect.stringContaining('省开过会')])
    const done = await officer?.post(path, { actId, condition: '省出台丙办法', effectiveOn: '2015-07-15' })
    expect(done?.status).toBe(303)
    expect(await (await officer?.get(done?.headers.get('location') ?? ''))?.text()).toContain('已报告；')
    for (const who of [leader, observer, liaison]) {
      expect(await (await who?.get(path))?.text()).not.toContain('报告事件')
      expect(
        (await who?.post(path, { actId: randomUUID(), condition: 'x', effectiveOn: '2015-07-16' }))?.status,
      ).toBe(403)
    }
  })

  it('what was reported is corrected, revoked and restored there, by the office alone', async () => {
    const corrected = await change(officer, 'correct', {
      effectiveOn: '2015年7月14日',
      document: '',
      reason: '核对原文',
    })
    expect(corrected.after).toContain('datetime="2015-07-14"')
    expect((await change(leader, 'revoke', { reason: '' })).status).toBe(403)
    const revoked = await change(officer, 'revoke', { reason: '误报' })
    expect(revoked.after).toContain('已撤销')
    const wrong = await officer?.post(`/p/${id}/events/ev-none/revoke`, { actId: randomUUID(), reason: '' })
    expect([wrong?.status, await wrong?.text()]).toEqual([404, expect.stringContaining('role="alert"')])
    const restored = await change(officer, 'restore', { reason: '' })
    expect([restored.status, restored.after.includes('已撤销')]).toEqual([303, false])
  })

  it('an act that one may not do stands among the others with its reason', async () => {
    const text = (await (await observer?.get(`/p/${id}/m/2.1`))?.text()) ?? ''
    expect(text).toContain('您的角色在这个方案里不能办理事项')
    expect(text).not.toContain('/act/')
    expect((await (await liaison?.get(`/p/${id}/m/2.1`))?.text()) ?? '').toContain('/act/progress')
  })

  it('an administrator adds an account and is shown its code once', async () => {
    const made = await admin?.post('/admin/users', {
      login: 'newone',
      name: '新人',
      role: 'unit',
      unit: '市乙局',
    })
    expect(await made?.text()).toMatch(/账户 newone 的一次性码：.*[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/)
    expect(await (await admin?.get('/admin/users'))?.text()).not.toMatch(
      /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/,
    )
    const again = await admin?.post('/admin/users', {
      login: 'newone',
      name: '新人',
      role: 'observer',
      unit: '',
    })
    expect(again?.status).toBe(422)
  })
})
