import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporalFolder, writeConfig } from './config.ts'
import { defaultNamespace, type Endpoint, writeWhole } from './endpoint.ts'
import { names, says } from './messages.ts'
import { occupantOf } from './occupant.ts'
import { choosePorts, loopback, type PortName, type Ports, usualPorts } from './ports.ts'
import type { Resolved } from './resolve.ts'
import { cliSpec, serverSpec, uiSpec } from './serve.ts'
import { type Supervised, type SuperviseOptions, supervise } from './supervise.ts'

export interface EmbeddedOptions extends SuperviseOptions {
  readonly dataDir: string
  readonly taskQueue: string
  /** Used where no last run is remembered; 0 is any free port. */
  readonly ports?: Partial<Ports>
  readonly withUi: boolean
}

/** Starts the embedded server and its UI on one data folder; what was started is told as it starts. */
export async function startEmbedded(
  resolved: Extract<Resolved, { kind: 'built' | 'cli' }>,
  options: EmbeddedOptions,
  started: (child: Supervised) => void,
): Promise<Endpoint> {
  const { dataDir, log } = options
  mkdirSync(temporalFolder(dataDir), { recursive: true })
  const ports = await settlePorts(options)
  const address = `${loopback}:${ports.frontend}`
  const uiUrl = options.withUi ? `http://${loopback}:${ports.ui}` : null
  if (resolved.kind === 'built') {
    const files = writeConfig(dataDir, ports, defaultNamespace)
    started(await supervise(serverSpec(dataDir, resolved.binaries, files, ports), options))
    log(says.started(names.server, address))
    if (options.withUi) {
      started(await supervise(uiSpec(dataDir, resolved.binaries, files, ports), options))
      log(says.started(names.ui, uiUrl ?? ''))
    }
  } else {
    log(says.usingCli(resolved.command))
    started(await supervise(cliSpec(dataDir, resolved.command, ports), options))
    log(says.started(names.cli, address))
  }
  return {
    kind: 'embedded',
    connect: { address },
    namespace: defaultNamespace,
    uiUrl,
    taskQueue: options.taskQueue,
  }
}

/** Same ports as last time where they are free, and a word about those that are not. */
async function settlePorts(options: EmbeddedOptions): Promise<Ports> {
  const wanted = { ...usualPorts, ...options.ports, ...rememberedPorts(options.dataDir) }
  const { ports, moved } = await choosePorts(wanted)
  const spoken: Partial<Record<PortName, string>> = { frontend: names.server, ui: names.ui }
  for (const { name, wanted: busy, got } of moved) {
    const what = spoken[name]
    if (what) options.log(says.portTaken(what, busy, got, await occupantOf(busy)))
  }
  writeWhole(portsFile(options.dataDir), `${JSON.stringify(ports, null, 2)}\n`)
  return ports
}

const portsFile = (dataDir: string): string => join(temporalFolder(dataDir), 'ports.json')

export function rememberedPorts(dataDir: string): Partial<Ports> {
  try {
    return JSON.parse(readFileSync(portsFile(dataDir), 'utf8')) as Partial<Ports>
  } catch {
    return {}
  }
}
