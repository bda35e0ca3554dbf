// Islands: what is quicker with script. Every page reads and submits without any of them.
import './bulk-bar.ts'
import './date-hint.ts'
import './live-preview.ts'
import './live-region.ts'
import './paste-shot.ts'
import './session-guard.ts'
import './unit-picker.ts'
import './upload-progress.ts'
import { listenToKeys } from './keys.ts'

listenToKeys()
