import { fileURLToPath } from 'node:url'
import { mustDate } from '../../domain/calendar/date.ts'

/**
 * The shipped plan: 梅州市贯彻落实省政府办公厅2015年政府信息公开工作要点分工方案. The document gives no date of its own,
 * so the import takes 2015-07-01.
 */
export const MZ2015 = {
  id: 'mz2015',
  document: fileURLToPath(new URL('../../seeds/documents/mz2015.txt', import.meta.url)),
  issuedOn: mustDate('2015-07-01'),
  year: 2015,
} as const
