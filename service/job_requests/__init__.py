"""Runs of jobs, and asking for one; the scheduler picks up what is asked for."""
