// The program, as the build cuts it and `frontend/src/page.rs` speaks of it.

/** What the app asks of the page that it takes over. */
export interface Page {
  isAsMade(): boolean;
  calm(): Promise<void>;
  exchange(fresh: HTMLElement): void;
  answers(): string[];
  stands(isBuilt: boolean): void;
}

export default function init(program: { module_or_path: string }): Promise<unknown>;
export function start(assets: string, page: Page): void;
