/** A process of its own that asks for the built server, as `npm start` would. */
import { buildTemporal } from '../../../temporal/build.ts'

const binaries = await buildTemporal({ env: process.env, log: (line) => console.error(line) })
console.log(JSON.stringify(binaries))
