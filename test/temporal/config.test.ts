import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dynamicConfig, serverConfig, uiConfig, writeConfig } from '../../temporal/config.ts'
import { usualPorts } from '../../temporal/ports.ts'

const text = (value: object): string => JSON.stringify(value)

test('SQLite is used by one connection and one shard, flushed fully at each commit', () => {
  expect(serverConfig('/d/dynamic.yaml', usualPorts)).toMatchObject({
    persistence: {
      numHistoryShards: 1,
      datastores: {
        main: {
          sql: {
            databaseName: 'temporal.db',
            maxConns: 1,
            connectAttributes: {
              setup: 'true',
              journal_mode: 'wal',
              synchronous: '2',
              busy_timeout: '10000',
            },
          },
        },
      },
    },
  })
})

test('every port is in the configuration, and nothing listens beyond this machine', () => {
  const server = text(serverConfig('/d/dynamic.yaml', usualPorts))
  const { ui, ...ofServer } = usualPorts
  for (const port of Object.values(ofServer)) expect(server).toContain(String(port))
  expect(server.match(/"bindOnIP":"127\.0\.0\.1"/g)).toHaveLength(4)
  expect(server).not.toContain('0.0.0.0')
  expect(uiConfig(usualPorts, 'default')).toMatchObject({
    host: '127.0.0.1',
    port: ui,
    temporalGrpcAddress: '127.0.0.1:7233',
  })
})

test('the UI answers pages of its own origin only', () => {
  expect(uiConfig(usualPorts, 'default')).toMatchObject({
    cors: { allowOrigins: ['http://127.0.0.1:8233', 'http://localhost:8233'] },
  })
})

test('search attributes are usable at once after they were registered', () => {
  expect(dynamicConfig()).toMatchObject({
    'system.forceSearchAttributesCacheRefreshOnRead': [{ value: true }],
  })
})

test('a data folder with quotes, spaces and Chinese in its name survives the YAML', () => {
  const folder = mkdtempSync(join(tmpdir(), '督办 "d": #'))
  const files = writeConfig(folder, usualPorts, 'default')
  // JSON after one comment line: a YAML reader and a JSON reader agree on it.
  const parsed = JSON.parse(readFileSync(files.server, 'utf8').replace(/^#.*\n/, ''))
  expect(parsed.dynamicConfigClient.filepath).toBe(join(folder, 'temporal', 'dynamic.yaml'))
  rmSync(folder, { recursive: true })
})
