import { z } from 'zod'
import type { Endpoint } from '#platform/endpoint.ts'
import { errorKinds } from '#platform/errors.ts'

type Schema = Record<string, unknown>

function schemaOf(shape: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' }) as Schema
  return schema
}

function parameters(endpoint: Endpoint) {
  const list = []
  for (const [place, shape] of [
    ['path', endpoint.params],
    ['query', endpoint.query],
  ] as const) {
    if (!shape) continue
    const schema = schemaOf(shape, 'input') as { properties?: Record<string, Schema>; required?: string[] }
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      list.push({
        name,
        in: place,
        required: place === 'path' || (schema.required ?? []).includes(name),
        schema: field,
      })
    }
  }
  if (endpoint.method === 'POST' && endpoint.access.includes(':')) {
    list.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      schema: { type: 'string', maxLength: 200 },
    })
  }
  return list
}

function operation(endpoint: Endpoint) {
  const problem = {
    description: 'Refused',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
  return {
    summary: endpoint.summary,
    description: `Needs: ${endpoint.access}.`,
    operationId: `${endpoint.method.toLowerCase()}${endpoint.path.replace(/[^a-z0-9]+(.)?/gi, (_, letter: string = '') => letter.toUpperCase())}`,
    tags: [endpoint.path.split('/')[1]!],
    security: endpoint.access === 'public' ? [] : [{ apiKey: [] }],
    parameters: parameters(endpoint),
    ...(endpoint.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
          },
        }
      : {}),
    ...(endpoint.stream
      ? {
          requestBody: {
            required: true,
            content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
          },
        }
      : {}),
    responses: {
      [endpoint.status ?? (endpoint.response ? 200 : 204)]: {
        description: endpoint.summary,
        ...(endpoint.response
          ? { content: { 'application/json': { schema: schemaOf(endpoint.response, 'output') } } }
          : {}),
      },
      default: problem,
    },
  }
}

/** The contract as an OpenAPI 3.1 document. */
export function openApi(endpoints: readonly Endpoint[]) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hearback',
      version: '1',
      description: 'Every verb of the product. The team app uses this API and no other.',
    },
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', bearerFormat: 'hb_…' } },
      schemas: {
        Problem: {
          type: 'object',
          required: ['title', 'status', 'code', 'requestId'],
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer', enum: [...Object.values(errorKinds), 500] },
            code: { type: 'string' },
            requestId: { type: 'string' },
            details: { type: 'object' },
          },
        },
      },
    },
  }
}
