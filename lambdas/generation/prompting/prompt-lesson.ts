/** What earlier remedies taught, as a model is told it. `rule`: it has shown itself twice on this service; `hint`: once. */
export type PromptLesson = { readonly id: string; readonly text: string; readonly kind: 'hint' | 'rule' };
