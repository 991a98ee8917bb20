namespace Audio.Host.Http.Problems;

/// <summary>A request cannot be fulfilled; the problem is the answer.</summary>
internal sealed class ApiProblemException(ApiProblem problem) : Exception(problem.Detail)
{
    public ApiProblem Problem => problem;
}
