import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Place, placeOf } from '../security/listen.ts'
import { type Kept, KeptChild } from './child.ts'
import { uiConfig } from './config.ts'
import type { EmbeddedServer } from './embedded.ts'
import { answers } from './endpoint.ts'
import { TemporalSetupError } from './errors.ts'
import { binary, isBuilt, UI } from './parts.mjs'
import { isFree } from './ports.ts'
import { behindGate, hiddenPlace } from './ui-gate.ts'

const STOP_MS = 15_000

export interface ViewUi {
  readonly url: string
  readonly child: Kept
}

/** Where the read-only UI listens: DUBAN_VIEW_UI, a port or host:port; null when there is to be none. */
export function viewUiPlace(): Place | null {
  const wanted = process.env.DUBAN_VIEW_UI
  return wanted ? placeOf(wanted) : null
}

/**
 * A second web UI for people who may look and not act (leaders, other offices): the same official program with writes
 * disabled, which it enforces itself: anything but reading is answered with 405, whatever the page shows. Its port is
 * fixed, because people keep its address.
 * @throws TemporalSetupError VIEW_UI_PORT, VIEW_UI_MISSING
 */
export async function startViewUi(
  place: Place,
  { ports, namespace }: Pick<EmbeddedServer, 'ports' | 'namespace'>,
  where: {
    readonly dataDir: string
    readonly say: (line: string) => void
    readonly onPids: () => void
    readonly adopt?: (child: Kept) => void
  },
): Promise<ViewUi> {
  if (!isBuilt([UI]))
    throw new TemporalSetupError(
      'VIEW_UI_MISSING',
      '只读网页界面需要编译好的界面程序',
      '运行 npx duban up 编译',
    )
  if (!(await isFree(place.port, place.host)))
    throw new TemporalSetupError(
      'VIEW_UI_PORT',
      `只读网页界面的端口 ${place.host}:${place.port} 已被占用`,
      '改 DUBAN_VIEW_UI，或停掉占用它的程序',
    )
  const root = join(where.dataDir, 'temporal')
  mkdirSync(join(root, 'view-ui'), { recursive: true })
  const hidden = await hiddenPlace()
  const config = { ...uiConfig(ports, namespace, hidden, place), disableWriteActions: true }
  writeFileSync(join(root, 'view-ui', 'production.yaml'), JSON.stringify(config, null, 2))
  const child = new KeptChild(
    {
      name: '只读网页界面',
      command: binary('temporal-ui'),
      args: ['--root', root, '--config', 'view-ui', '--env', 'production', 'start'],
      cwd: root,
      logFile: join(where.dataDir, 'logs', 'view-ui.log'),
      stopMs: STOP_MS,
    },
    where.say,
    where.onPids,
  )
  where.adopt?.(child)
  await child.start()
  for (let i = 0; i < 100 && !(await answers(`${hidden.host}:${hidden.port}`)); i += 1)
    await new Promise((resolve) => setTimeout(resolve, 100))
  const gated = await behindGate(child, hidden, place)
  where.adopt?.(gated)
  return { url: gated.url, child: gated }
}
