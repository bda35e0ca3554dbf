/** An `up` in a process of its own, to be killed. Says on stdout when everything runs. */
import { bringUp } from '../../../temporal/up.ts'
import { anyPorts } from './server.ts'

await bringUp({
  dataDir: process.env.DUBAN_DATA as string,
  workerEntry: new URL('./idle-worker.ts', import.meta.url).pathname,
  ports: anyPorts,
  withUi: false,
  log: (line) => console.error(line),
})
console.log('up')
