import { expect, test } from 'vitest'
import { countPlanned, estimate, readGoLine, saySeconds } from '../../temporal/progress.ts'

test('the estimate keeps a share for the linker and promises nothing before it can judge', () => {
  expect(estimate({ toCompile: 1000, compiled: 500, startedAtMs: 0 }, 100_000)).toEqual({
    fraction: 0.46,
    secondsLeft: 117,
  })
  expect(estimate({ toCompile: 1000, compiled: 1000, startedAtMs: 0 }, 200_000).fraction).toBeLessThan(1)
  expect(estimate({ toCompile: 1000, compiled: 1, startedAtMs: 0 }, 60_000).secondsLeft).toBeNull()
  expect(estimate({ toCompile: 1000, compiled: 500, startedAtMs: 0 }, 1_000).secondsLeft).toBeNull()
})

test('more packages than planned (another build of the user changed the cache) never exceed the whole', () => {
  expect(estimate({ toCompile: 10, compiled: 30, startedAtMs: 0 }, 60_000).fraction).toBeLessThan(1)
  expect(estimate({ toCompile: 0, compiled: 0, startedAtMs: 0 }, 60_000).fraction).toBeLessThan(1)
})

test('a dry run tells how many packages are to be compiled, each once', () => {
  const dryRun =
    'mkdir -p $WORK/b1/\n\n#\n# net/http\n#\n\ncompile\n#\n# go.temporal.io/server/common\n#\ncat << EOF\n# import config\nEOF\n#\n# net/http\n#\n'
  expect(countPlanned(dryRun)).toBe(2)
})

test('each line of go install is known for what it is', () => {
  expect(readGoLine('go: downloading google.golang.org/grpc v1.80.0')).toEqual({
    kind: 'download',
    module: 'google.golang.org/grpc v1.80.0',
  })
  expect(readGoLine('github.com/aws/aws-sdk-go/service/s3')).toMatchObject({ kind: 'package' })
  expect(readGoLine('vendor/golang.org/x/net/http2/hpack')).toMatchObject({ kind: 'package' })
  expect(readGoLine('go: module lookup disabled by GOFLAGS')).toMatchObject({ kind: 'other' })
})

test('time left is said in words', () => {
  expect([5, 60, 190].map(saySeconds)).toEqual(['约5秒', '约1分钟', '约3分10秒'])
})
