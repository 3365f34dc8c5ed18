/** @jsxImportSource hono/jsx */

import { playbookSchema } from '#act/playbooks/language.ts'
import type { Route } from '#platform/http/on.ts'
import { openApi } from '#platform/http/openapi.ts'
import { htmlPage } from '#platform/http/page.ts'

const style = `
:root{color-scheme:light dark;--ink:#161e19;--dim:#5b635e;--line:#e0e4e1;--bg:#fff;--code:#eef2ef;--accent:#005b44}
@media(prefers-color-scheme:dark){:root{--ink:#eaeeeb;--dim:#a3aca6;--line:#333a36;--bg:#111512;--code:#1a201c;--accent:#6ad6b0}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--bg);max-width:60rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2.5rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}
h3{font-size:1rem;margin:1.5rem 0 .25rem}code{font:.875rem/1.5 ui-monospace,monospace;background:var(--code);padding:.1em .3em;border-radius:3px;overflow-wrap:anywhere}
a{color:var(--accent)}p{margin:.25rem 0}.dim{color:var(--dim)}table{border-collapse:collapse;font-size:.875rem;margin:.5rem 0}td,th{text-align:start;padding:.15rem .75rem .15rem 0;vertical-align:top}`

const digest = async (text: string) =>
  Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toString('base64')

interface Schema {
  type?: string
  enum?: unknown[]
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
}

function typeOf(schema: Schema): string {
  if (schema.enum) return schema.enum.map(String).join(' | ')
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ')
  if (schema.items) return `list of ${typeOf(schema.items)}`
  return schema.type ?? 'any'
}

function Fields({ title, schema }: { title: string; schema: Schema | undefined }) {
  const rows = Object.entries(schema?.properties ?? {})
  if (rows.length === 0) return null
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col" class="dim">
            type
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, field]) => (
          <tr>
            <td>
              <code>{name}</code> {schema?.required?.includes(name) ? '' : <span class="dim">optional</span>}
            </td>
            <td>{typeOf(field)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface Operation {
  summary: string
  description: string
  tags: string[]
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

function Reference({ document }: { document: ReturnType<typeof openApi> }) {
  const operations = Object.entries(document.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      ...(operation as Operation),
    })),
  )
  const groups = [...new Set(operations.map((operation) => operation.tags[0]!))].sort()
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Hearback API</title>
        <style>{style}</style>
      </head>
      <body>
        <main>
          <h1>Hearback API</h1>
          <p>
            Send an API key as <code>Authorization: Bearer hb_…</code>. Lists answer{' '}
            <code>{'{ data, nextCursor }'}</code>. Refusals are <code>application/problem+json</code> with a{' '}
            <code>code</code> and a <code>requestId</code>. A POST may carry an <code>Idempotency-Key</code>:
            asked twice, it is done once. The same as a file: <a href="/api/v1/openapi.json">openapi.json</a>.
            The language of playbooks as a JSON Schema:{' '}
            <a href="/api/v1/playbook.schema.json">playbook.schema.json</a>.
          </p>
          <nav aria-label="Groups">
            {groups.map((group) => (
              <>
                <a href={`#${group}`}>{group}</a>{' '}
              </>
            ))}
          </nav>
          {groups.map((group) => (
            <section aria-labelledby={group}>
              <h2 id={group}>{group}</h2>
              {operations
                .filter((operation) => operation.tags[0] === group)
                .map((operation) => (
                  <article>
                    <h3>{operation.summary}</h3>
                    <p>
                      <code>
                        {operation.method} /api/v1{operation.path}
                      </code>{' '}
                      <span class="dim">{operation.description}</span>
                    </p>
                    <Fields title="in the query or path" schema={parametersAsSchema(operation)} />
                    <Fields
                      title="in the body"
                      schema={operation.requestBody?.content['application/json']?.schema}
                    />
                  </article>
                ))}
            </section>
          ))}
        </main>
      </body>
    </html>
  )
}

function parametersAsSchema(operation: Operation): Schema {
  const parameters = operation.parameters ?? []
  return {
    properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.schema])),
    required: parameters.filter((parameter) => parameter.required).map((parameter) => parameter.name),
  }
}

/** The API described, for programs (OpenAPI 3.1) and for people. */
export function docsPages(routes: readonly Route[]) {
  const endpoints = routes.map((route) => route.endpoint)
  let document: ReturnType<typeof openApi> | undefined
  const described = () => {
    document ??= openApi(endpoints)
    return document
  }
  return [
    htmlPage({ method: 'GET', path: '/api/v1/openapi.json', access: 'public' }, () =>
      Response.json(described()),
    ),
    htmlPage({ method: 'GET', path: '/api/v1/playbook.schema.json', access: 'public' }, () =>
      Response.json(playbookSchema()),
    ),
    htmlPage({ method: 'GET', path: '/api/docs', access: 'public' }, async () => {
      const html = `<!doctype html>${<Reference document={described()} />}`
      return new Response(html, {
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': `default-src 'none'; style-src 'sha256-${await digest(style)}'; frame-ancestors 'none'; base-uri 'none'`,
        },
      })
    }),
  ]
}
