// Each of these runs a whole shop on two cores: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
