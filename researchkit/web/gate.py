"""The way of one run's queue through the turns that it shares with others."""

from __future__ import annotations

import threading
from collections.abc import Callable

from researchkit.web.turns import Budget, BudgetSpent, Turns

_CROWDED_S = 0.1  # before another look when enough exchanges are open


class Gate:
    """Waits for the shared turn of one host or budget, for the threads of one queue."""

    def __init__(self, turns: Turns, budget: Budget, *, connections: int, lease_s: float, patience_s: float) -> None:
        self._turns = turns
        self._budget, self._name = budget, budget.name
        self._connections = connections
        self._lease_s = lease_s
        self._patience_s = patience_s
        self._mine = threading.local()

    def enter(self, pace_s: float, wait: Callable[[float], bool]) -> bool:
        """Wait for the turn and open an exchange. `wait` sleeps, and says False when the run was stopped meanwhile.

        Raises BudgetSpent when the turn is further off than anybody should wait.
        """
        budget = self._budget
        left_s = self._turns.reserve(
            budget.name, pace_s=max(pace_s, budget.pace_s), patience_s=self._patience_s, burst=budget.burst
        )
        if left_s is None:
            raise BudgetSpent(
                "",
                f"{self._name} is asked by other runs too, and its next turn is too far off",
                do="Run again later: it asks for what is missing.",
            )
        if left_s and not wait(left_s):
            return False
        while (ticket := self._turns.enter(self._name, connections=self._connections, lease_s=self._lease_s)) is None:
            if not wait(_CROWDED_S):
                return False
        self._mine.ticket = ticket
        return True

    def leave(self) -> None:
        """End the exchange that this thread opened; nothing where it opened none."""
        ticket = getattr(self._mine, "ticket", None)
        if ticket is not None:
            self._mine.ticket = None
            self._turns.leave(self._name, ticket)

    def hold(self, seconds: float) -> None:
        """Let nobody ask for so long."""
        self._turns.hold(self._name, seconds)
