/** Where the record store keeps its parts inside a data folder. */
export const recordsFile = (dataDir: string): string => `${dataDir}/records.sqlite`
export const blobsFolder = (dataDir: string): string => `${dataDir}/blobs`
export const calendarsFolder = (dataDir: string): string => `${dataDir}/calendars`
