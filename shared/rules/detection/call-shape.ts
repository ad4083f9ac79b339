const ARGUMENT = '{}';
/** `GET host/first` names the resource; only what follows can be an argument. */
const FIRST_ARGUMENT = 2;

const segmentsOf = (shape: string): string[] => (shape.split('?')[0] ?? '').split('/');
const queryOf = (shape: string): string => (shape.includes('?') ? shape.slice(shape.indexOf('?')) : '');

/** The shapes that a shape may be a case of: each with one segment after the resource taken for an argument. */
export const generalShapes = (shape: string): string[] => {
  const segments = segmentsOf(shape);
  const places = Array.from({ length: Math.max(0, segments.length - FIRST_ARGUMENT) }, (_, index) => index + FIRST_ARGUMENT);
  return places.filter((place) => segments[place] !== ARGUMENT).map((place) => segments.with(place, ARGUMENT).join('/') + queryOf(shape));
};

/** What two shapes of one place have in common: the same but for one segment after the resource. `undefined` when they differ in more. */
export const sharedShape = (a: string, b: string): string | undefined => {
  const [left, right] = [segmentsOf(a), segmentsOf(b)];
  if (left.length !== right.length || queryOf(a) !== queryOf(b)) return undefined;
  const differing = left.flatMap((segment, place) => (segment === right[place] ? [] : [place]));
  const [place] = differing;
  return differing.length === 1 && place !== undefined && place >= FIRST_ARGUMENT ? left.with(place, ARGUMENT).join('/') + queryOf(a) : undefined;
};
