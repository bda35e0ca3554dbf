import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { SMTPServer } from 'smtp-server'

/** A mail as a relay took it. */
export interface Taken {
  readonly to: readonly string[]
  readonly raw: string
}

/** A relay that takes, refuses, defers or dawdles by the recipient's name. */
export async function relay(): Promise<{
  port: number
  taken: Taken[]
  tries: string[]
  down: boolean
  close(): Promise<void>
}> {
  const state = {
    port: 0,
    taken: [] as Taken[],
    tries: [] as string[],
    down: false,
    close: (): Promise<void> => Promise.resolve(),
  }
  const fail = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, done) {
      state.tries.push(address)
      if (state.down) return done(fail(421, '4.3.2 going down'))
      if (address.startsWith('gone')) return done(fail(550, '5.1.1 no such user'))
      if (address.startsWith('later') && state.tries.filter((one) => one === address).length < 3)
        return done(fail(451, '4.7.1 greylisted'))
      done()
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        const take = () => {
          state.taken.push({ to, raw: Buffer.concat(chunks).toString() })
          done()
        }
        if (to.some((one) => one.startsWith('slow'))) setTimeout(take, 2_500)
        else take()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  state.port = (server.server.address() as { port: number }).port
  state.close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return state
}

/** One server that speaks the three makers' robots, with their limits and codes. */
export async function robots() {
  const got: { kind: string; body: Record<string, unknown>; query: URLSearchParams }[] = []
  const next: Record<string, object[]> = { wecom: [], dingtalk: [], feishu: [] }
  const fine: Record<string, object> = {
    wecom: { errcode: 0, errmsg: 'ok' },
    dingtalk: { errcode: 0, errmsg: 'ok' },
    feishu: { code: 0, msg: 'success' },
  }
  const app = new Hono()
  app.post('/:kind', async (c) => {
    const kind = c.req.param('kind')
    const answer = next[kind]?.shift()
    if (answer !== undefined) return c.json(answer)
    got.push({ kind, body: await c.req.json(), query: new URL(c.req.url).searchParams })
    return c.json(fine[kind] ?? {})
  })
  const server = await new Promise<{ port: number; close(): void }>((resolve) => {
    const running = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({ port, close: () => running.close() }),
    )
  })
  return { ...server, got, next }
}
