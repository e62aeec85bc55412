-- What machines share besides the rows.

-- Who may call an account and write its rows. Every taking counts the epoch up, and whoever writes under an older one is
-- refused. The row stays when the lease ends.
CREATE TABLE leases (
    account text PRIMARY KEY,
    epoch   bigint NOT NULL,
    holder  text NOT NULL,
    ends_at timestamptz NOT NULL
);

-- When the next interactive call of an operation may begin, by the server's clock.
CREATE TABLE calls (
    account   text NOT NULL,
    operation text NOT NULL,
    next_at   timestamptz NOT NULL,
    PRIMARY KEY (account, operation)
);
