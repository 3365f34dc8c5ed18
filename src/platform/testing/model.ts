import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterFile } from '#platform/testing/after-file.ts'

/** What a model was asked. */
export interface Asked {
  path: string
  headers: IncomingHttpHeaders
  /** the body, to the letter */
  text: string
  body: {
    model: string
    messages: { role: string; content: string }[]
    response_format?: object
    max_tokens?: number
  }
}

export interface TestModel {
  /** its base address, ending in /v1 */
  address: string
  calls: Asked[]
  answer: (response: ServerResponse, asked: Asked) => void
}

/** A model outside on this machine: a server that speaks as OpenAI does, stopped after the file. */
export async function testModel(answer: TestModel['answer']): Promise<TestModel> {
  const model: TestModel = { address: '', calls: [], answer }
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const asked = { path: request.url!, headers: request.headers, text, body: JSON.parse(text) }
    model.calls.push(asked)
    model.answer(response, asked)
  })
  afterFile(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  model.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  return model
}

/** A chat completion that says this; what is no text is said as JSON. */
export function completion(
  content: unknown,
  usage: object | undefined = { prompt_tokens: 1000, completion_tokens: 100 },
): string {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  return JSON.stringify({ choices: [{ message: { content: text } }], usage })
}
