import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';

const Asked = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })) });

export type Question = z.infer<typeof Asked>['messages'];

export type AnsweringModel = AsyncDisposable & {
  /** As `--model` takes it. */
  readonly flag: string;
  readonly asked: readonly Question[];
};

/** A small OpenAI-compatible server on this machine: lists one model, and answers each question by a function of it, with usage counted in words. */
export const startAnsweringModel = async (answer: (question: Question, times: number) => string): Promise<AnsweringModel> => {
  const asked: Question[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      response.setHeader('content-type', 'application/json');
      if (request.method === 'GET') {
        response.end(JSON.stringify({ object: 'list', data: [{ id: 'practice', object: 'model' }] }));
        return;
      }
      const { messages } = Asked.parse(JSON.parse(body));
      asked.push(messages);
      const content = answer(messages, asked.length);
      const words = (text: string): number => text.split(/\s+/).length;
      const usage = { prompt_tokens: messages.reduce((sum, message) => sum + words(message.content), 0), completion_tokens: words(content), total_tokens: 0 };
      response.end(JSON.stringify({ id: 'c', object: 'chat.completion', choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }], usage }));
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    flag: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1#practice`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
