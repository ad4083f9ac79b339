import { Lesson } from '../domain/lesson.ts';
import type { ItemStore } from '../ports/item-store.ts';
import { allDocuments, asBody } from './document.ts';
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

  /** All of a target, newest last. */
  async list(targetId: string): Promise<Lesson[]> {
    const lessons = await allDocuments(this.#store, `target#${targetId}#lessons`, Lesson);
    return lessons.sort((a, b) => a.at - b.at);
  }
}
