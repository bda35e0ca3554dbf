import { expect, test } from 'vitest'
import { describeCommand } from '../../temporal/occupant.ts'
import { choosePorts, usualPorts } from '../../temporal/ports.ts'

const counter = () => {
  let next = 20_000
  return () => next++
}

test('free ports are taken as wanted', async () => {
  const { ports, moved } = await choosePorts(usualPorts, async () => true, counter())
  expect(ports).toEqual(usualPorts)
  expect(moved).toEqual([])
})

test('a busy one is replaced and told; the others stay', async () => {
  const { ports, moved } = await choosePorts(
    usualPorts,
    async (port) => port !== 7233 && port !== 20_000,
    counter(),
  )
  expect(ports).toEqual({ ...usualPorts, frontend: 20_001 })
  expect(moved).toEqual([{ name: 'frontend', wanted: 7233, got: 20_001 }])
})

test('no port is given twice, even when the memory of the last run says so', async () => {
  const { ports } = await choosePorts({ ...usualPorts, history: 7233 }, async () => true, counter())
  expect(new Set(Object.values(ports)).size).toBe(Object.keys(usualPorts).length)
})

test('0 asks for any port, and is no move', async () => {
  const { ports, moved } = await choosePorts({ ...usualPorts, ui: 0 }, async () => true, counter())
  expect(ports.ui).toBe(20_000)
  expect(moved).toEqual([])
})

test('another Duban is named with its data folder, anything else with its program', () => {
  const server =
    '/c/temporal-server --allow-no-auth --config-file /srv/plan a/data/temporal/server.yaml start'
  expect(describeCommand(server, 12)).toBe('另一个督办，数据目录 /srv/plan a/data，进程 12')
  const ui = '/c/temporal-ui --root / --config /srv/a/data/temporal/ui --env duban start'
  expect(describeCommand(ui, 13)).toBe('另一个督办，数据目录 /srv/a/data，进程 13')
  expect(describeCommand('/usr/bin/node server.js', 14)).toBe('node，进程 14')
})
