import { Lesson } from '../domain/lesson.ts';
import type { ItemStore } from '../ports/item-store.ts';
import { asBody, queryDocuments } from './document.ts';
import { keys } from './keys.ts';

export class Lessons {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  /** One lesson an id; a repeat changes nothing. */
  async record(lesson: Lesson): Promise<void> {
    await this.#store.write([{ kind: 'put', key: keys.lesson(lesson.targetId, lesson.id), body: asBody(lesson), when: 'absent' }]);
  }

  /** Newest last. */
  async list(targetId: string): Promise<Lesson[]> {
    const lessons = await queryDocuments(this.#store, { pk: `target#${targetId}#lessons`, limit: 1000 }, Lesson);
    return lessons.sort((a, b) => a.at - b.at);
  }
}
