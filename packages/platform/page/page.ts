import type { Place, Reference } from './item-link.ts';
import type { Model, View } from './model.ts';
import type { Filter } from './search.ts';
import type { Grouping } from './waves.ts';

/** What the page shows at a time. */
export interface State extends Filter {
  readonly view: View;
  readonly selected: Reference | undefined;
  readonly grouping: Grouping;
}

/** What every control of the page knows. */
export interface Page {
  readonly model: Model;
  readonly state: () => State;
  readonly change: (next: Partial<State>) => void;
  /** Goes to a place, so that the way back leads here. */
  readonly go: (place: Place) => void;
}

/** A part of the page that follows its state. */
export interface Control {
  readonly element: HTMLElement;
  readonly update: (state: State) => void;
}
