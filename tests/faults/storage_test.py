"""A node that can't write answers nothing that is not recorded, says that it is not ready, and recovers by itself."""

import os
import resource
import sqlite3
import subprocess
import threading
import unittest

from fault_case import FaultCase, until
from ncp_peer import messages
from ncp_peer.messages import identifier
from ncp_peer.node import BINARY


class DiskFull(FaultCase):
    """No file of the process may grow, as on a full disk: a write fails with an error."""

    def limit(self, size):
        """The soft limit only: it can be lifted again."""
        _, hard = resource.prlimit(self.node.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.node.process.pid, resource.RLIMIT_FSIZE, (size, hard))

    def setUp(self):
        super().setUp()
        self.addCleanup(self.limit, resource.RLIM_INFINITY)

    def test_no_answer_leaves_without_its_record_and_all_is_well_when_there_is_space_again(self):
        self.assertTrue(self.is_found(self.ask()))
        self.limit(0)
        for _ in range(5):
            answer = self.ask()
            self.assert_fault(answer, 500, "Receiver")
            self.assertNotIn("900000001", answer.raw.decode())
        status, body = self.readiness()
        self.assertEqual(status, 503, body)
        self.limit(resource.RLIM_INFINITY)
        until(lambda: self.readiness()[0] == 200, "readiness after space was freed")
        self.assertTrue(self.is_found(self.ask()))
        rows = self.node.audit_after(self.before, 2)
        self.assertEqual({row["outcome"] for row in rows} - {"success", "failed"}, set())
        self.assertEqual([row["outcome"] for row in rows].count("success"), 2)
        self.assertTrue(self.node.audit_holds())

    def test_a_node_that_is_killed_while_the_disk_is_full_starts_again_with_a_whole_trail(self):
        self.assertTrue(self.is_found(self.ask()))
        self.limit(0)
        self.assert_fault(self.ask(), 500, "Receiver")
        self.node.process.kill()
        self.node.process.wait()
        self.node.start()
        self.assertTrue(self.is_found(self.ask()))
        self.assertEqual([row["outcome"] for row in self.node.audit_after(self.before, 2)].count("success"), 2)
        self.assertTrue(self.node.audit_holds())


class DatabaseLocked(FaultCase):
    """Another process holds the store's write lock."""

    def lock(self):
        holder = sqlite3.connect(self.node.directory / "ncp.sqlite", isolation_level=None, timeout=10,
                                 check_same_thread=False)
        holder.execute("BEGIN IMMEDIATE")
        return holder

    def running_requests(self):
        """How many requests run that are not answered: here, because their record can't be written."""
        return next(int(float(line.split()[-1])) for line in self.node.metrics().splitlines()
                    if line.startswith("ncp_running_requests"))

    def test_a_lock_that_goes_away_soon_only_delays_the_answer(self):
        holder = self.lock()
        answers = []
        asking = threading.Thread(target=lambda: answers.append(self.ask()))
        asking.start()
        until(lambda: self.running_requests() == 1, "a request that waits for the store")
        self.assertEqual(answers, [], "no answer may leave before its record is durable")
        holder.execute("ROLLBACK")
        holder.close()
        asking.join(30)
        self.assertTrue(answers and self.is_found(answers[0]))
        self.assertEqual(self.new_row()["outcome"], "success")

    def test_a_lock_that_stays_ends_in_a_fault_and_the_node_recovers(self):
        holder = self.lock()
        answer = self.ask()
        self.assert_fault(answer, 500, "Receiver")
        until(lambda: self.readiness()[0] == 503, "unreadiness while the store is locked")
        holder.execute("ROLLBACK")
        holder.close()
        until(lambda: self.readiness()[0] == 200, "readiness after the lock went away")
        self.assertTrue(self.is_found(self.ask()))
        self.assertTrue(self.node.audit_holds())

    def test_reading_goes_on_while_the_store_is_locked(self):
        self.assertTrue(self.is_found(self.ask()))
        holder = self.lock()
        try:
            listed = subprocess.run([BINARY, "audit", "list", "--config", str(self.node.configuration), "--json"],
                                    capture_output=True, text=True, timeout=30, check=False)
            self.assertEqual(listed.returncode, 0, listed.stderr)
        finally:
            holder.execute("ROLLBACK")
            holder.close()


class StoreThatIsNone(FaultCase):
    """Files at the store's place that no node may take for an empty store."""

    def refused(self, change):
        self.node.stop()
        file = self.node.directory / "ncp.sqlite"
        whole = file.read_bytes()
        try:
            change(file)
            started = subprocess.run([BINARY, "serve", "--config", str(self.node.configuration)], capture_output=True,
                                     text=True, timeout=30, check=False)
            self.assertNotEqual(started.returncode, 0)
            self.assertIn("database", started.stderr + started.stdout)
        finally:
            file.chmod(0o600)
            file.write_bytes(whole)
            self.node.start()
        self.assertTrue(self.is_found(self.peer.discover(identifier("900000001"))))
        self.assertTrue(self.node.audit_holds())

    def test_bytes_that_are_no_database(self):
        self.refused(lambda file: file.write_bytes(os.urandom(4096)))

    def test_a_database_cut_short(self):
        self.refused(lambda file: file.write_bytes(file.read_bytes()[:5000]))


if __name__ == "__main__":
    unittest.main()
