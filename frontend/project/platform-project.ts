import type { Session } from '../gateway/session.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';
import type { Project } from './project.ts';

/** PlatformProject is a project on one of its platforms, in a run of the frontend. */
export interface PlatformProject {
  readonly session: Session;
  /** As read for the platform. */
  readonly project: Project;
  readonly platform: Platform;
}

/** Returns a project on one of its platforms. @param project as read for any platform */
export function onPlatform(session: Session, project: Project, platform: Platform): PlatformProject {
  const target = project.targetFor.get(formatPlatform(platform));
  return { session, project: { ...project, ...target }, platform };
}
