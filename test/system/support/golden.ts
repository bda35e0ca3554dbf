import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Client } from '@temporalio/client'
import { defaultPayloadConverter } from '@temporalio/common'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'

const HISTORIES = fileURLToPath(new URL('../../histories/', import.meta.url))

/** Keeps a history that later releases replay; only with DUBAN_RECORD_HISTORIES=RELEASE. */
export async function keepGolden(client: Client, name: string, workflowId: string): Promise<void> {
  const release = process.env.DUBAN_RECORD_HISTORIES
  if (!release) return
  const history = await client.workflow.getHandle(workflowId).fetchHistory()
  mkdirSync(`${HISTORIES}${release}`, { recursive: true })
  writeFileSync(`${HISTORIES}${release}/${name}.json.gz`, gzipSync(historyToJSON(history)))
}

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>

/** The patches that a history notes, by which a replay goes. */
export const patchesIn = ({ events }: History): readonly string[] =>
  (events ?? []).flatMap(({ markerRecordedEventAttributes: marker }) =>
    marker?.markerName === 'core_patch'
      ? (marker.details?.['patch-data']?.payloads ?? []).map(
          (payload) => defaultPayloadConverter.fromPayload<{ id: string }>(payload).id,
        )
      : [],
  )
