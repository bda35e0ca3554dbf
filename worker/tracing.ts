import type { OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry'

export interface Tracing {
  readonly plugin: OpenTelemetryPlugin
  /** Sends what has not been sent; at most a few seconds. */
  shutdown(): Promise<void>
}

/** Whether traces were asked for, by the variables of OpenTelemetry itself. */
const tracingWanted = (env: NodeJS.ProcessEnv): boolean =>
  Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT || env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)

/**
 * Traces of starts, signals, updates, workflow runs and activities, sent by OTLP over HTTP when
 * OTEL_EXPORTER_OTLP_ENDPOINT is set; null otherwise, and then not even loaded. Spans carry names and ids, no texts.
 * The hooks add headers to messages and nothing to a history's commands: histories with and without them replay on
 * either (test/system/tracing.test.ts).
 */
export async function configuredTracing(env: NodeJS.ProcessEnv): Promise<Tracing | null> {
  if (!tracingWanted(env)) return null
  const [
    { OpenTelemetryPlugin },
    { OTLPTraceExporter },
    { Resource },
    { BatchSpanProcessor, BasicTracerProvider },
  ] = await Promise.all([
    import('@temporalio/interceptors-opentelemetry'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-trace-base'),
  ])
  const resource = new Resource({ 'service.name': env.OTEL_SERVICE_NAME ?? 'duban-worker' })
  const spanProcessor = new BatchSpanProcessor(new OTLPTraceExporter())
  const provider = new BasicTracerProvider({ resource, spanProcessors: [spanProcessor] })
  provider.register()
  return {
    plugin: new OpenTelemetryPlugin({ resource, spanProcessor, tracer: provider.getTracer('duban') }),
    // A collector that is gone must not keep a worker from stopping.
    shutdown: () => provider.shutdown().catch(() => undefined),
  }
}
