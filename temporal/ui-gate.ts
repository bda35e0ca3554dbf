import { randomInt } from 'node:crypto'
import { proxy } from 'hono/proxy'
import { type Listening, listen, type Place } from '../security/listen.ts'
import type { Kept } from './child.ts'
import { anyFree } from './ports.ts'

/**
 * Where a web UI listens behind its gate. The UI itself takes writes under any name, so that its own address must not
 * be guessed by a page: on Linux all of 127.0.0.0/8 is this machine, and one of 16 million addresses is chosen.
 */
export async function hiddenPlace(): Promise<Place> {
  const port = await anyFree()
  if (process.platform !== 'linux') return { host: '127.0.0.1', port }
  return { host: `127.${randomInt(1, 255)}.${randomInt(0, 256)}.${randomInt(1, 255)}`, port }
}

/** Passes on what the gate lets in (security/gate.ts); answers 503 while the UI does not answer. */
function passOn(to: Place): (request: Request) => Promise<Response> {
  const base = `http://${to.host}:${to.port}`
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    try {
      return await proxy(`${base}${pathname}${search}`, {
        raw: request,
        redirect: 'manual',
        headers: { ...Object.fromEntries(request.headers), host: undefined },
      })
    } catch {
      const error = {
        code: 'UI_UNREACHABLE',
        message: '网页界面没有应答',
        remedy: '稍等几秒再刷新；仍不行就运行 npx duban doctor',
      }
      return Response.json({ error }, { status: 503 })
    }
  }
}

/**
 * Puts the gate in front of a web UI: people open `at`, the UI listens at `hidden`. What is returned is stopped in
 * order, first the gate.
 * @throws SecurityError SERVER_PORT_BUSY, SERVER_LISTEN
 */
export async function behindGate(ui: Kept | null, hidden: Place, at: Place): Promise<Kept & { url: string }> {
  const door: Listening = await listen(passOn(hidden), at)
  return {
    url: door.url,
    get pid() {
      return ui?.pid
    },
    stop: async () => {
      await door.close()
      await ui?.stop()
    },
    kill: () => {
      door.close().catch(() => undefined)
      ui?.kill()
    },
  }
}
