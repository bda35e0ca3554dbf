import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWeb, PASSWORD, signedIn, type Web } from './support.ts'

let web: Web
beforeAll(async () => {
  web = await openWeb()
})
afterAll(() => web.close())

const hidden = (html: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`)
    .exec(html)?.[1]
    ?.replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

describe('a form that is sent after its session is over', () => {
  it('goes through the sign-in and on with one click, a wrong password in between too; no password is carried', async () => {
    const who = await signedIn(web, 'wangwu', ['office', '督查室'])
    who.cookies.clear()
    const path = '/p/x/notices/remind?a=1'
    const sent = await who.post(path, { note: '写了 <很久>"', password: '秘密' })
    const asked = await sent.text()
    expect(asked).toContain('您刚才填的内容已保留')
    expect(asked).not.toContain('秘密')
    const next = hidden(asked, 'next') ?? ''
    const wrong = await who.post('/login', {
      login: 'wangwu',
      password: 'x',
      next,
      kept: hidden(asked, 'kept') ?? '',
    })
    expect(wrong.status).toBe(401)
    const kept = hidden(await wrong.text(), 'kept') ?? ''
    const done = await (await who.post('/login', { login: 'wangwu', password: PASSWORD, next, kept })).text()
    expect(next).toBe(path)
    expect(/<form method="post" action="([^"]*)"/.exec(done.slice(done.indexOf('已经登录')))?.[1]).toBe(path)
    expect(hidden(done, 'note')).toBe('写了 <很久>"')
    expect((await who.get('/plans')).status).toBe(200)
  })

  it('files are chosen again: the form comes back and is not sent without them', async () => {
    const who = await signedIn(web, 'zhangsan', ['unit', '市甲局'])
    who.cookies.clear()
    const body = new FormData()
    body.append('note', '说明')
    body.append('files', new File(['x'], '佐证.txt'))
    const asked = await (await who.send('/p/x/m/1/act/submit', { method: 'POST', body })).text()
    const [next = '', kept = ''] = [hidden(asked, 'next'), hidden(asked, 'kept')]
    const done = await (
      await who.post('/login', { login: 'zhangsan', password: PASSWORD, next, kept })
    ).text()
    expect(done).toContain('重新选文件')
    expect([hidden(done, 'note'), hidden(done, 'do')]).toEqual(['说明', 'kept'])
  })

  it('what is no kept form is passed over', async () => {
    const who = await signedIn(web, 'lisi', ['observer'])
    who.cookies.clear()
    for (const kept of ['{}', 'null', '[1]', '{"fields":[["a",1]]}', '<']) {
      const done = await who.post('/login', {
        login: 'lisi',
        password: PASSWORD,
        next: '//evil.example',
        kept,
      })
      expect([done.status, done.headers.get('location')]).toEqual([303, '/'])
    }
  })
})
